/** One kustomization at work: where it stands, what it may read, and the notes that it leaves on objects. */
import type { FilePath } from '../../../base/paths.ts';
import { normalize } from '../../../base/paths.ts';
import type { Database } from '../../../engine/database.ts';
import { fileBytes, fileText } from '../../workspace/inputs.ts';
import { documentsOf } from './documents.ts';
import type { Edition } from './edition.ts';
import { fileAt, type LoadRestriction } from './files.ts';
import type { Content, ReadContent } from './generators.ts';
import { text } from './kustomization.ts';
import type { Kustomization } from './kustomization-files.ts';
import type { PatchText } from './patches.ts';
import type { OriginNote, Resource } from './resource.ts';
import type { MapValue, ScalarValue, Spot } from './values.ts';

export class Layer {
  readonly db: Database;
  readonly directory: FilePath;
  readonly kustomization: Kustomization;
  readonly restriction: LoadRestriction;
  readonly edition: Edition;
  /** The namespace of the kustomizations that build upon this one, for charts that say none; '' where they say none. */
  readonly helmNamespace: string;
  /** The way from the root of the build, where the build keeps origins; undefined where it does not. */
  readonly originPath: string | undefined;

  constructor(
    db: Database,
    directory: FilePath,
    kustomization: Kustomization,
    options: { readonly restriction: LoadRestriction; readonly edition: Edition; readonly helmNamespace?: string },
    originPath: string | undefined,
  ) {
    this.db = db;
    this.directory = directory;
    this.kustomization = kustomization;
    this.restriction = options.restriction;
    this.edition = options.edition;
    this.helmNamespace = options.helmNamespace ?? '';
    this.originPath = originPath;
  }

  get map(): MapValue {
    return this.kustomization.map;
  }

  get spot(): Spot {
    return { source: this.map.source, at: this.map.at };
  }

  text(field: string): string {
    return text(this.map, field);
  }

  readonly readPatch = (path: ScalarValue): PatchText => documentsOf(this.db, this.file(path), 'patch');

  file(place: ScalarValue, path = place.text): FilePath {
    return fileAt(this.db, this.directory, place, path, this.restriction);
  }

  readonly readContent: ReadContent = (place, path) => {
    const file = this.file(place, path);
    return { content: this.#contentOf(file), spot: { source: { file, via: 'generator', raw: true }, at: 0 } };
  };

  #contentOf(file: FilePath): Content {
    const bytes = fileBytes(this.db, file);
    return bytes === undefined ? { text: fileText(this.db, file) ?? '' } : { base64: bytes };
  }

  /** The origin of what stands at a path of this kustomization. */
  originAt(path: string): string | undefined {
    return this.originPath === undefined ? undefined : joinedOrigin(this.originPath, path);
  }

  withOrigin(resources: readonly Resource[], path: string): readonly Resource[] {
    const origin = this.originAt(path);
    return origin === undefined
      ? resources
      : resources.map((resource) => resource.remembering({ origin: { path: origin }, annotated: true }));
  }

  /** Who a built-in generator or transformer of this kustomization is. */
  builtinNote(kind: string): OriginNote | undefined {
    const configuredIn = this.originAt(this.kustomization.fileName);
    return configuredIn === undefined ? undefined : { configuredIn, configuredBy: { apiVersion: 'builtin', kind } };
  }
}

function joinedOrigin(from: string, path: string): string {
  return normalize(from === '' ? path : `${from}/${path}`);
}
