/** The names of rendered documents, which tabs show. */

/** `/repo/overlays/staging` is shown as `staging.rendered.yaml`. */
export function renderedPath(directory: string): string {
  const path = directory.replace(/\/+$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1) || 'root';
  return `${path}/${name}.rendered.yaml`;
}
