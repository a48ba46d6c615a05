/** Which rules a file is asked, by its name alone: most rules have nothing to say of most files. */
import type { FilePath } from '../base/paths.ts';
import { hasKustomizationName } from '../model/kustomize/recognise.ts';
import { type Language, languageOf } from '../model/source.ts';
import { RULES } from './registry.ts';
import type { Rule } from './rule.ts';

/** Domain to the languages of its files; the rules of a domain that is not listed are asked of every file. */
const LANGUAGES: ReadonlyMap<string, readonly (Language | undefined)[]> = new Map<string, readonly (Language | undefined)[]>([
  ['argocd', ['yaml', 'json']],
  ['codeowners', ['codeowners']],
  ['flux', ['yaml', 'json']],
  ['kubernetes', ['yaml', 'json']],
  ['kustomize', ['yaml', 'json']],
  // States and plans are in no language that is read.
  ['terraform', ['hcl', 'json', undefined]],
  ['yaml', ['yaml', 'json', 'json5']],
]);

const KNOWN: readonly (Language | undefined)[] = ['yaml', 'json', 'json5', 'codeowners', 'hcl', undefined];

const CHOSEN: ReadonlyMap<Language | undefined, readonly Rule[]> = new Map(
  KNOWN.map((language) => [language, RULES.filter((rule) => rule.files === undefined && isOf(rule, language))]),
);

/** A kustomization file is asked everything that a YAML file is asked, and more. */
const OF_KUSTOMIZATIONS: readonly Rule[] = RULES.filter((rule) => isOf(rule, 'yaml'));

/** In the order of the registry. */
export function rulesFor(file: FilePath): readonly Rule[] {
  return hasKustomizationName(file) ? OF_KUSTOMIZATIONS : (CHOSEN.get(languageOf(file)) ?? RULES);
}

function isOf({ id }: Rule, language: Language | undefined): boolean {
  const languages = LANGUAGES.get(id.slice(0, id.indexOf('/')));
  return languages === undefined || languages.includes(language);
}
