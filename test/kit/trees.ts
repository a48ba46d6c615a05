/** Shows trees as lines that a test can be read by, and checks what holds for every tree. */
import assert from 'node:assert/strict';
import { descendants } from '../../server/src/syntax/navigate.ts';
import { type Layout, LayoutBuilder, type Node, type Parsed, spanOf } from '../../server/src/syntax/tree.ts';
import type { Reading } from '../../server/src/syntax/yaml/conventions.ts';
import { readDirectly, usualText } from '../../server/src/syntax/yaml/direct.ts';
import { readEvents } from '../../server/src/syntax/yaml/events.ts';
import { splitDocuments } from '../../server/src/syntax/yaml/split.ts';
import { readTolerant } from '../../server/src/syntax/yaml/tolerant.ts';

/** One line a node in reading order: what it is, its source text between angle quotes, and what it says. */
export function outline(text: string, { tree, layout }: Parsed): readonly string[] {
  return tree.documents.flatMap(({ root }) => [...descendants(root)].map((node) => line(text, node, layout)));
}

/** The problems of all documents: the source text between angle quotes and the message. */
export function complaints(text: string, { tree, layout }: Parsed): readonly string[] {
  return tree.documents.flatMap(({ problems }) =>
    problems.map(({ id, message }) => `${quoted(text, spanOf(layout, id))} ${message}`),
  );
}

function line(text: string, node: Node, layout: Layout): string {
  const span = spanOf(layout, node.id);
  const properties = [node.anchor === undefined ? '' : ` &${node.anchor}`, node.tag === undefined ? '' : ` ${node.tag}`].join('');
  const place = span.start === span.end ? `at ${span.start}` : quoted(text, span);
  return `${what(node)}${properties} ${place}${says(node)}`;
}

function quoted(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `‹${JSON.stringify(text.slice(start, end)).slice(1, -1)}›`;
}

function what(node: Node): string {
  if (node.kind === 'scalar') return node.style;
  if (node.kind === 'alias') return 'alias';
  return node.flow ? `flow ${node.kind}` : node.kind;
}

function says(node: Node): string {
  if (node.kind === 'scalar') return ` = ${JSON.stringify(node.value)}`;
  if (node.kind === 'alias') return node.target === undefined ? ' -> nothing' : ` -> ${node.target.id}`;
  return '';
}

/** What a reader makes of a section, node for node with spans: equal texts mean equal trees. */
export function reading(text: string, read: (text: string, base: number, layout: LayoutBuilder) => Reading): readonly string[] {
  const builder = new LayoutBuilder();
  return outlineOf(text, read(text, 0, builder), builder);
}

/** Demands that both YAML readers agree on a section that the event reader accepts; returns the number of nodes. */
export function agree(name: string, section: string): number {
  const events = reading(section, readEvents);
  const builder = new LayoutBuilder();
  const told = readTolerant(section, 0, builder).mistakes.filter(({ code }) => code !== 'alias');
  assert.deepEqual(told, [], `${name}: the tolerant reader finds mistakes where the event reader finds none`);
  assert.deepEqual(reading(section, readTolerant), events, `${name}: the readers differ`);
  return events.length;
}

/**
 * Demands that the event reader makes the same tree, with the same layout, of every section that the direct reader takes;
 * returns how many it takes, and of how many.
 */
export function agreeDirectly(name: string, file: string): { readonly taken: number; readonly sections: number } {
  const text = usualText(file);
  const sections = splitDocuments(file);
  let taken = 0;
  for (const { start, end } of text === undefined ? [] : sections) {
    const [direct, events] = [new LayoutBuilder(), new LayoutBuilder()];
    const read = readDirectly(text ?? '', start, end, direct);
    if (read === undefined) {
      assert.equal(direct.count, 0, `${name} at ${start}: what was begun is taken back`);
      continue;
    }
    taken++;
    const expected = readEvents(file.slice(start, end), start, events);
    assert.deepEqual(expected.mistakes, [], `${name} at ${start}: the direct reader takes what has mistakes`);
    assert.deepEqual(outlineOf(file, read, direct), outlineOf(file, expected, events), `${name} at ${start}: the readers differ`);
    assert.deepEqual(direct.build(), events.build(), `${name} at ${start}: the layouts differ`);
  }
  return { taken, sections: sections.length };
}

function outlineOf(text: string, { root }: Reading, builder: LayoutBuilder): readonly string[] {
  const layout = builder.build();
  return [...descendants(root)].map((node) => `${node.id} ${line(text, node, layout)}`);
}

/** What holds for every tree: children lie inside their parents, numbers and starts grow in reading order. */
export function assertOrdered(text: string, { tree, layout }: Parsed): void {
  for (const { id, root, problems } of tree.documents) {
    const section = spanOf(layout, id);
    assert.ok(
      section.start >= 0 && section.end <= text.length && section.start <= section.end,
      'a section lies outside the text',
    );
    if (root !== undefined) assertInside(root, section, layout);
    for (const problem of problems) assertSpan(spanOf(layout, problem.id), { start: section.start, end: section.end + 1 });
    let last = -1;
    for (const node of descendants(root)) {
      assert.ok(node.id > last, 'numbers grow in reading order');
      last = node.id;
    }
  }
}

function assertInside(root: Node, section: { readonly start: number; readonly end: number }, layout: Layout): void {
  const waiting: (readonly [Node, { readonly start: number; readonly end: number }])[] = [[root, section]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, outer] = next;
    const span = spanOf(layout, node.id);
    assertSpan(span, outer);
    const children = node.kind === 'sequence' ? node.items : [];
    const entries = node.kind === 'mapping' ? node.entries.flatMap(({ key, value }) => [key, value]) : [];
    let end = span.start;
    for (const child of [...children, ...entries]) {
      const inner = spanOf(layout, child.id);
      assert.ok(inner.start >= end, `siblings overlap: ${inner.start} starts before ${end}`);
      end = inner.end;
      waiting.push([child, span]);
    }
  }
}

function assertSpan(
  span: { readonly start: number; readonly end: number },
  outer: { readonly start: number; readonly end: number },
): void {
  assert.ok(
    span.start >= outer.start && span.end <= outer.end && span.start <= span.end,
    `${span.start}-${span.end} lies outside ${outer.start}-${outer.end}`,
  );
}
