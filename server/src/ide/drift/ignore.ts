/** Telling the controller to ignore a difference: entries of its own manifest in this workspace, in the forms that it honours. */
import { extname, type FilePath } from '../../base/paths.ts';
import type { Span } from '../../base/spans.ts';
import type { Database } from '../../engine/database.ts';
import { deployedApplication, FIELD_MANAGERS } from '../../model/drift/application.ts';
import { desiredObjects } from '../../model/drift/desired.ts';
import { driftOf } from '../../model/drift/drift.ts';
import { type FieldPath, indexOf, stepInto, valueAt } from '../../model/drift/field-path.ts';
import { asArray, asObject, type Json, type JsonObject } from '../../model/drift/json.ts';
import { isCommonTree } from '../../model/kustomize/build/documents.ts';
import { located } from '../../model/kustomize/build/origins.ts';
import { toJson } from '../../model/kustomize/build/output.ts';
import { asList, asMap, at, type MapValue, textOf, type Value } from '../../model/kustomize/build/values.ts';
import { escaped } from '../../model/kustomize/rewriting/operations.ts';
import { displayPath } from '../../model/workspace/repository.ts';
import type { Edit } from '../../rules/rule.ts';
import { after } from '../conversion/what-if.ts';
import { changeOf, type WorkspaceChange } from '../edits.ts';
import type { Refusal } from '../rename.ts';
import { lines } from '../text.ts';
import { type Drifted, drifted, type FieldName } from './drifted.ts';
import { applicationTitle, manifestOf } from './manifest.ts';
import { objectTitle } from './words.ts';
import { blockLines, flowText } from './written-value.ts';

/**
 * `field`: the field does not count; `manager`: nothing that its manager sets on the object does. With `-respected` Argo CD
 * leaves it alone in syncs, too; Flux does so by itself.
 */
export type IgnoreForm = 'field' | 'field-respected' | 'manager' | 'manager-respected';

export interface Ignoring {
  readonly form: IgnoreForm;
  readonly change: WorkspaceChange;
  readonly file: FilePath;
  readonly span: Span;
  /** `argo/web.yaml:12`, where the manifest begins. */
  readonly place: string;
  /** The manager that is ignored. */
  readonly manager: string | undefined;
  /** True where syncs leave alone what is ignored. */
  readonly isRespected: boolean;
}

/** The ways, each found to end this difference. */
export function ignorings(
  db: Database,
  name: FieldName,
): { readonly field: Drifted; readonly ways: readonly Ignoring[] } | Refusal {
  const field = drifted(db, name);
  if ('refused' in field) return field;
  const title = applicationTitle(db, name.application);
  const manifest = manifestOf(db, name.application);
  if (manifest === undefined)
    return {
      refused: `The ${title} is declared nowhere in this workspace, or more than once: what it ignores is said in its manifest.`,
    };
  const { file } = manifest.source;
  if (textOf(manifest.get('kind')) !== title.split(' ')[0])
    return {
      refused: `The ${title} is made by a set in ${displayPath(db, file)}: say there what all of its Applications ignore.`,
    };
  if (!isCommonTree(db, file))
    return { refused: `${displayPath(db, file)} cannot be changed: its YAML is not read as it stands.` };
  const ways =
    deployedApplication(db, name.application)?.engine === 'flux' ? fluxWays(db, field, manifest) : argoWays(db, field, manifest);
  return ways.length > 0
    ? { field, ways }
    : { refused: `No rule of the ${title} can say that ${field.field.field} of ${objectTitle(field.object.id)} does not count.` };
}

function argoWays(db: Database, of: Drifted, manifest: MapValue): readonly Ignoring[] {
  const { id } = of.object;
  const namespace = isAmbiguous(db, of) ? { namespace: id.namespace } : {};
  const target = { ...(id.group !== '' && { group: id.group }), kind: id.kind, name: id.name, ...namespace };
  const rules: [IgnoreForm, string, Json][] = [['field', ...argoPath(of)]];
  const { change } = of.field;
  const isOther = change !== undefined && change.name !== FIELD_MANAGERS.argocd;
  if (isOther) rules.push(['manager', 'managedFieldsManagers', change.name]);
  const options = asList(at(manifest, 'spec', 'syncPolicy', 'syncOptions'))?.items ?? [];
  const isRespected = options.some((one) => textOf(one) === 'RespectIgnoreDifferences=true');
  return rules.flatMap(([form, list, item]) => {
    const edits = ruleEdits(manifest, 'ignoreDifferences', target, list, item);
    const respect = isRespected ? undefined : respecting(manifest);
    const manager = form === 'manager' && isOther ? change.name : undefined;
    const plain = written(db, of, manifest, edits, { form, manager, isRespected });
    const both =
      respect &&
      written(db, of, manifest, [...edits, respect], { form: `${form}-respected` as IgnoreForm, manager, isRespected: true });
    return [plain, both].filter((one) => one !== undefined);
  });
}

/** Two objects of one name are told apart by their namespaces. */
function isAmbiguous(db: Database, { application, object }: Drifted): boolean {
  const same = desiredObjects(db, application).objects.filter(
    ({ id }) => id.kind === object.id.kind && id.group === object.id.group && id.name === object.id.name,
  );
  return same.length > 1;
}

/** A JSON pointer where all steps are keys; where an item has a name, a jq path that finds it by that. */
function argoPath({ field, built }: Drifted): readonly [list: string, item: string] {
  const isNamed = field.path.some((step) => 'match' in step);
  const expression = isNamed ? jqExpression(field.path) : undefined;
  if (expression !== undefined) return ['jqPathExpressions', expression];
  return ['jsonPointers', pointer(field.path, built.json) ?? ''];
}

function jqExpression(path: FieldPath): string | undefined {
  let text = '';
  for (const step of path) {
    if ('key' in step) {
      if (/["\\]/.test(step.key)) return undefined;
      text += /^[A-Za-z_]\w*$/.test(step.key) ? `.${step.key}` : `."${step.key}"`;
    } else if ('match' in step) {
      const [[key, value] = []] = Object.entries(step.match).filter(([, one]) => typeof one === 'string');
      const isOnly = Object.keys(step.match).length === 1;
      if (key === undefined || typeof value !== 'string' || /["\\]/.test(value) || !/^[A-Za-z_]\w*$/.test(key) || !isOnly)
        return undefined;
      text += `[] | select(.${key} == ${JSON.stringify(value)}) | `;
    } else return undefined;
  }
  return text.replace(/ \| $/, '');
}

/** The pointer into the object as it is applied; undefined where an item is not there. */
function pointer(path: FieldPath, json: Json): string | undefined {
  let text = '';
  let found: Json | undefined = json;
  for (const step of path) {
    if ('key' in step) text += `/${escaped(step.key)}`;
    else {
      const index: number = indexOf(found, step);
      if (index < 0) return undefined;
      text += `/${index}`;
    }
    found = stepInto(found, step);
  }
  return text;
}

/** Flux leaves what it ignores alone in applies as well; what Git does not declare it takes away whatever is ignored. */
function fluxWays(db: Database, of: Drifted, manifest: MapValue): readonly Ignoring[] {
  const { id } = of.object;
  const path = pointer(of.field.path, of.built.json);
  if (path === undefined || valueAt(of.built.json, of.field.path) === undefined) return [];
  // The target's fields are expressions.
  const target = {
    target: { kind: id.kind, name: id.name.replaceAll('.', '\\.'), ...(id.namespace !== '' && { namespace: id.namespace }) },
  };
  const edits = ruleEdits(manifest, 'ignore', target, 'paths', path);
  const way = written(db, of, manifest, edits, { form: 'field', manager: undefined, isRespected: true });
  return way === undefined ? [] : [way];
}

/** The item is added to the rule that there is for the object, or with a rule of its own. */
function ruleEdits(manifest: MapValue, field: string, target: JsonObject, list: string, item: Json): readonly Edit[] {
  const { file } = manifest.source;
  const spec = asMap(manifest.get('spec'));
  if (spec === undefined) return [];
  const rules = asList(spec.get(field));
  const same = (rules?.items ?? []).find((rule) => isRuleFor(rule, target, list));
  const known = asList(asMap(same)?.get(list));
  if (known !== undefined) return [appending(file, known, item)];
  const rule = { ...target, [list]: [item] };
  return [rules === undefined ? appending(file, spec, { [field]: [rule] }) : appending(file, rules, rule)];
}

function isRuleFor(rule: Value, target: JsonObject, list: string): boolean {
  const { [list]: _, ...own } = asObject(toJson(rule)) ?? {};
  const { [list]: items } = asObject(toJson(rule)) ?? {};
  return asArray(items) !== undefined && sameJson(own, target);
}

function sameJson(a: JsonObject, b: JsonObject): boolean {
  const sorted = (one: JsonObject): string => JSON.stringify(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

function respecting(manifest: MapValue): Edit | undefined {
  const { file } = manifest.source;
  const spec = asMap(manifest.get('spec'));
  const option = 'RespectIgnoreDifferences=true';
  const policy = asMap(spec?.get('syncPolicy'));
  const options = asList(policy?.get('syncOptions'));
  if (options !== undefined) return appending(file, options, option);
  if (policy !== undefined) return appending(file, policy, { syncOptions: [option] });
  return spec && appending(file, spec, { syncPolicy: { syncOptions: [option] } });
}

/** An item of a list, or the entry of a mapping. */
function appending(file: FilePath, to: Value, what: Json): Edit {
  const isFlow = to.kind !== 'scalar' && to.flow;
  const flow = extname(file) === '.json' ? JSON.stringify(what) : flowText(what);
  const text = isFlow ? (to.kind === 'map' ? flow.slice(1, -1) : flow) : blockLines(what).join('\n');
  return { do: 'append', file, node: to.at, text };
}

/** The change, where it ends this difference. */
function written(
  db: Database,
  { application, object, field }: Drifted,
  manifest: MapValue,
  edits: readonly Edit[],
  rest: Pick<Ignoring, 'form' | 'manager' | 'isRespected'>,
): Ignoring | undefined {
  const { file } = manifest.source;
  const change = edits.length === 0 ? undefined : changeOf(db, edits);
  const deployed = deployedApplication(db, application);
  if (change === undefined || deployed === undefined) return undefined;
  const other = after(db, change);
  const spec = asObject(toJson(manifestOf(other, application)?.get('spec') ?? manifest));
  const kept = asObject(deployed.object.spec) ?? {};
  const rules = deployed.engine === 'flux' ? 'ignore' : 'ignoreDifferences';
  const said = asArray(spec?.[rules]);
  if (said === undefined) return undefined;
  other.set(deployedApplication, application, { ...deployed, object: { ...deployed.object, spec: { ...kept, [rules]: said } } });
  const left = driftOf(other, application).objects.find(({ key }) => key === object.key);
  if (left === undefined || left.state === 'unjudged' || left.fields.some((one) => one.field === field.field)) return undefined;
  const { span } = located(db, asMap(manifest.get('spec')) ?? manifest);
  const [edit] = change.edits.get(file) ?? [];
  const shown = edit?.span ?? span;
  const place = `${displayPath(db, file)}:${lines(db, file).positionAt(shown.start).line + 1}`;
  return { ...rest, change, file, span: shown, place };
}
