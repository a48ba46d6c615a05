/** Recognises text that a template engine has yet to turn into what its name says. */

/** Whether the text holds `{{ … }}` (Helm, Go templates, Jinja) or `{% … %}`. */
export function hasTemplateTags(text: string): boolean {
  const expression = text.indexOf('{{');
  if (expression >= 0 && text.indexOf('}}', expression) > 0) return true;
  const statement = text.indexOf('{%');
  return statement >= 0 && text.indexOf('%}', statement) > 0;
}
