/** The Applications view as plain data: what stands in the tree, in which order, in which words. */
import type { FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { LiveState } from '../../model/live/application.ts';

/** How a line is drawn: a state, or what it is where it has none. */
export type LiveIcon = LiveState | 'group' | 'object' | 'folded' | 'absent' | 'condition' | 'missing' | 'extra';

export interface LiveNode {
  /** Unique in the tree, and the same as long as the thing is there. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Sentences and figures, one a line. */
  readonly tooltip: readonly string[];
  readonly icon: LiveIcon;
  /** Words that menus choose by. */
  readonly is: readonly string[];
  /** The application or source that it is, as Kind/namespace/name. */
  readonly application: string | undefined;
  /** When its state last changed: RFC 3339. */
  readonly since: string | undefined;
  /** Where the repository declares it. */
  readonly declared: { readonly file: FilePath; readonly span: Span } | undefined;
  /** Of an object that was compared: the keys of its application and of itself. */
  readonly drift: readonly [application: string, object: string] | undefined;
  readonly isOpen: boolean;
  readonly children: readonly LiveNode[];
}

/** A node with what it always has to say, and nothing else. */
export function node(id: string, label: string, rest: Partial<LiveNode> & Pick<LiveNode, 'icon'>): LiveNode {
  return {
    id,
    label,
    description: '',
    tooltip: [],
    is: [],
    application: undefined,
    since: undefined,
    declared: undefined,
    drift: undefined,
    isOpen: false,
    children: [],
    ...rest,
  };
}
