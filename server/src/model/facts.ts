/**
 * What files declare and what they point at, in one form for all domains. Definition, references, rename, links,
 * symbols, completion and dangling-reference findings are written once over these facts.
 */
import { deepEqual } from '../base/equal.ts';
import type { FilePath } from '../base/paths.ts';
import { type Database, query } from '../engine/database.ts';
import type { Node } from '../syntax/tree.ts';
import { DOMAINS } from './domains.ts';
import type { Place } from './place.ts';
import type { Sketch } from './sketch.ts';

export { PATH } from './spaces.ts';

/** How a declaration is drawn in outlines. */
export type SymbolKind = 'object' | 'file' | 'module' | 'owner' | 'section' | 'field' | 'variable';

/** A name that others may point at. `space` and `key` together are what references are matched by. */
export interface DeclaredName {
  readonly space: string;
  /** Identity within the space, such as `source.toolkit.fluxcd.io/GitRepository/apps`. */
  readonly key: string;
  /** The namespace or the like; undefined where it is not known before rendering, '' where there is none by nature. */
  readonly scope: string | undefined;
  /** As people say it: `Deployment web`. */
  readonly label: string;
  readonly detail: string;
  readonly symbol: SymbolKind;
  /** True where the name is made out of what stands at its place: it changes with that, and not by itself. */
  readonly isDerived?: true;
}

/** A declaration with its places: `name` is what a rename rewrites, `whole` what an outline selects. */
export interface Declaration extends DeclaredName {
  readonly name: Place;
  readonly whole: Place;
  /** For outlines: the index of the declaration that contains this one in the same file. */
  readonly parent?: number;
}

/** A pointer to a name or, in the space `path`, to a file or directory (`key` is its absolute path). */
export interface PointedName {
  readonly space: string;
  readonly key: string;
  readonly scope: string | undefined;
  /** Who points: `kustomize/resources`, `flux/sourceRef`. Rules and completion choose by it. */
  readonly role: string;
}

export interface Reference extends PointedName {
  readonly place: Place;
  /** As written; a rename replaces this text at `place`. */
  readonly text: string;
}

/** A declaration or reference by the file and its index in that file's facts. */
export interface Site {
  readonly file: FilePath;
  readonly index: number;
}

export interface DeclarationSite extends Site, DeclaredName {}
export interface ReferenceSite extends Site, PointedName {}

export interface Facts {
  readonly declarations: readonly Declaration[];
  readonly references: readonly Reference[];
}

/** What may be written at a place, so that completion can offer it. */
export interface Expectation {
  readonly space: string;
  readonly role: string;
  /** Of names: the scope they have to be in; undefined where any will do. */
  readonly scope?: string | undefined;
  /** Of names: what the keys start with; the rest of the key is what is written. */
  readonly prefix?: string;
  /** Of paths: the directory that what is written starts from. */
  readonly from?: FilePath;
  /** Of paths: what is meant, all where absent; other directories are offered as a way there. */
  accepts?(db: Database, path: FilePath): boolean;
}

/** What fits behind the text before the cursor, in languages that are written as code and not as data. */
export interface WordsAt {
  /** The part of the text that a choice replaces. */
  readonly typed: string;
  readonly expected: readonly Expectation[];
  /** Names that stand there already. */
  readonly taken?: ReadonlySet<string>;
  /** What is written behind the name. */
  readonly suffix?: string;
}

/** A field or a value that can be written at a place, in one line. */
export interface Suggestion {
  readonly text: string;
  readonly about: string;
  /** Better ones come first; 0 where absent. */
  readonly rank?: number;
  /** True for numbers and booleans, which are written without quotes. */
  readonly literal?: boolean;
  /** Of fields: what follows on lines of its own. */
  readonly opens?: 'list' | 'mapping';
  /** What follows where the line ends there: of a field, from behind its colon; its lines are indented from the field. */
  readonly sketch?: Sketch;
  /** Other fields of the same mapping that go with it, by name, with their texts. */
  readonly beside?: readonly (readonly [field: string, text: string])[];
  /** How it is listed, where that is not its text. */
  readonly label?: string;
  readonly isDeprecated?: boolean;
  /** True where something can be offered for what follows. */
  readonly leads?: boolean;
}

/** Where somebody writes: `root` is what the document comes to with what is being written. */
export interface WritingPlace {
  readonly document: number;
  readonly path: readonly (string | number)[];
  readonly root?: Node | undefined;
}

/** What can be written where: fields, items and values. */
export interface Author {
  /** Files of other domains in which {@link fieldsAt} has something to offer. */
  offersIn?(db: Database, file: FilePath): boolean;
  /** The fields that the mapping to which the path leads may have, present ones too. */
  fieldsAt?(db: Database, file: FilePath, place: WritingPlace): readonly Suggestion[];
  /** What an item is begun with that is added at the path: its required fields. */
  itemAt?(db: Database, file: FilePath, place: WritingPlace): { readonly label: string; readonly sketch: Sketch } | undefined;
  /** Texts that may be written at the path and are no declared names; for files of other domains too. */
  valuesAt?(db: Database, file: FilePath, place: WritingPlace): readonly Suggestion[];
}

/** A tool of the trade: which files are its own, what they declare, what they point at. */
export interface Domain extends Author {
  readonly name: string;
  /** Roles of references in the space `path` whose target's text the domain reads, whatever language it is in. */
  readonly reads?: readonly string[];
  /** Cheap; false means that {@link facts} would find nothing. */
  recognises(db: Database, file: FilePath): boolean;
  facts(db: Database, file: FilePath): Facts;
  /**
   * What may be written at the node to which `path` (keys and indexes) leads from the root of the document with this
   * index, also where nothing stands yet.
   */
  expects?(db: Database, file: FilePath, document: number, path: readonly (string | number)[]): readonly Expectation[];
  /**
   * The names that fit behind `line`, the text of the cursor's line before it; `block` is the outermost block around the
   * cursor, by its type and first label.
   */
  wordsAt?(
    db: Database,
    file: FilePath,
    line: string,
    block: { readonly type: string; readonly name: string } | undefined,
  ): WordsAt | undefined;
  /** The file that stands for a directory, such as its kustomization: where a reference to the directory leads. */
  mainFile?(db: Database, directory: FilePath): FilePath | undefined;
  /**
   * The key that a declared name would have under another name, or the sentence that says why it cannot have it;
   * undefined for names of other domains. Names that no domain renames are not renamed.
   */
  renamed?(declared: DeclaredName, name: string): { readonly key: string } | { readonly refused: string } | undefined;
}

/** The facts of one file, over all domains, with places. */
export const facts = query(
  'facts',
  (db, file: FilePath): Facts => {
    const declarations: Declaration[] = [];
    const references: Reference[] = [];
    for (const domain of DOMAINS) {
      if (!domain.recognises(db, file)) continue;
      const found = domain.facts(db, file);
      const offset = declarations.length;
      for (const one of found.declarations)
        declarations.push(one.parent === undefined ? one : { ...one, parent: one.parent + offset });
      references.push(...found.references);
    }
    return { declarations, references };
  },
  { equal: deepEqual, retain: 512 },
);

interface Names {
  readonly declared: readonly DeclarationSite[];
  readonly pointed: readonly ReferenceSite[];
}

/**
 * The names of a file, both ways, without places; read together, because reading a file costs more than keeping them, and as
 * the index has them, so that they are kept once.
 */
export const names = query(
  'names',
  (db, file: FilePath): Names => {
    const { declarations, references } = facts(db, file);
    if (declarations.length === 0 && references.length === 0) return NO_NAMES;
    return {
      declared: declarations.map(({ space, key, scope, label, detail, symbol, isDerived }, index) => ({
        file,
        index,
        space,
        key,
        scope,
        label,
        detail,
        symbol,
        ...(isDerived && { isDerived }),
      })),
      pointed: references.map(({ space, key, scope, role }, index) => ({ file, index, space, key, scope, role })),
    };
  },
  { equal: deepEqual },
);

const NO_NAMES: Names = { declared: [], pointed: [] };

/** What a file declares, without places: the identity that other files may depend on. */
export const declaredNames = query('declaredNames', (db, file: FilePath) => names(db, file).declared, { equal: deepEqual });

/** What a file points at, without places. */
export const pointedNames = query('pointedNames', (db, file: FilePath) => names(db, file).pointed, { equal: deepEqual });
