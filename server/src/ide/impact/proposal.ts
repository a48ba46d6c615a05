/** The title and the branch that are proposed for a change: what it does to what is deployed, in one line. */
import { basename } from '../../base/paths.ts';
import type { Impact } from './impact.ts';
import { plural } from './markdown.ts';
import { fieldWords } from './words.ts';

/** Hosts and people read no longer titles. */
const MAX_TITLE = 72;
/** What is kept of a subject in the name of a branch that has a hash besides. */
const MAX_SUBJECT = 28;

/** `web (production): image 1.4.1 → 1.4.2`, or what is common to more. */
export function proposedTitle({ applications, files }: Impact): string {
  const changed = applications.filter(({ objects }) => objects.length > 0);
  const objects = changed.flatMap((application) => application.objects);
  const [first] = objects;
  const names = [...new Set(objects.map(({ kind, name }) => `${kind} ${name}`))];
  const where = [...new Set(changed.flatMap(({ environment }) => environment ?? []))].join(', ');
  const place = where === '' ? '' : ` (${where})`;
  if (first === undefined) {
    const [only] = files;
    return cut(
      files.length === 1 && only !== undefined ? `Change ${basename(only.file)}` : `Change ${plural(files.length, 'file')}`,
    );
  }
  if (names.length > 1) return cut(`Change ${names.length === 2 ? names.join(' and ') : plural(names.length, 'object')}${place}`);
  if (first.change !== 'changed') return cut(`${first.change === 'added' ? 'Add' : 'Remove'} ${names[0]}${place}`);
  const words = first.fields.filter(({ field }) => field !== 'metadata.name').map(fieldWords);
  const told = words.length > 2 ? `change ${plural(words.length, 'field')}` : words.join(', ');
  return cut(`${first.name}${place}: ${told === '' ? 'change' : told}`);
}

/** The title for a commit that is taken back, as git has it. */
export function revertTitle(subject: string): string {
  return `Revert "${cut(subject.replace(/\s+/g, ' ').trim())}"`;
}

/** A branch name for that: the commit's hash tells it from other reverts of the same title. */
export function revertBranch(subject: string, commit: string): string {
  const slug = slugOf(subject, MAX_SUBJECT);
  return `revert/${slug === '' ? '' : `${slug}-`}${commit.slice(0, 7)}`;
}

/** A branch name out of a title: plain letters, digits and dashes. */
export function proposedBranch(title: string): string {
  const slug = slugOf(title, 50);
  return `change/${slug === '' ? 'update' : slug}`;
}

function slugOf(text: string, most: number): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '');
}

function cut(text: string): string {
  return text.length > MAX_TITLE ? `${text.slice(0, MAX_TITLE - 1)}…` : text;
}
