/** `Plumbline: Promote…`: choose the step and the versions, have them written, and go on to the pull request. */
import { commands, ProgressLocation, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import type * as protocol from '../../../server/src/lsp/protocol-promote.ts';
import { COMMANDS } from '../commands.ts';
import { failureSentence } from '../failures.ts';
import type { Server } from '../server.ts';
import { count } from '../text.ts';

const PROMOTION_STEPS: typeof protocol.PROMOTION_STEPS = 'plumbline/promotionSteps';
const PROMOTABLE: typeof protocol.PROMOTABLE = 'plumbline/promotable';
const PROMOTE: typeof protocol.PROMOTE = 'plumbline/promote';

export async function promote(server: Server): Promise<void> {
  let meanwhile = 'the environments were compared';
  try {
    const step = await chooseStep(server);
    if (step === undefined) return;
    const places = await chooseVersions(server, step);
    if (places === undefined) return;
    meanwhile = 'the versions were written';
    const written = await window.withProgress({ location: ProgressLocation.Window, title: 'Writing the versions' }, () =>
      server.ask<protocol.PromoteResult>(PROMOTE, { ...step, places } satisfies protocol.PromoteParams),
    );
    if (written === undefined) return;
    if ('refused' in written) await window.showWarningMessage(written.refused);
    else await openPullRequest(written.files);
  } catch (error) {
    const sentence = failureSentence(error, meanwhile);
    if (sentence !== undefined) await window.showWarningMessage(sentence);
  }
}

async function chooseStep(server: Server): Promise<protocol.PromotionStep | undefined> {
  const steps = await server.ask<readonly protocol.PromotionStep[]>(PROMOTION_STEPS, null);
  if (steps === undefined) {
    await window.showWarningMessage('Nothing can be promoted: the Plumbline server does not run.');
    return undefined;
  }
  if (steps.length === 0) {
    await window.showInformationMessage(
      'Nothing here can be promoted: no two directories are the same but for the name of an environment, such as staging and production.',
    );
    return undefined;
  }
  const items = steps.map((step) => ({ label: `${step.from} → ${step.to}`, step }));
  return (await window.showQuickPick(items, { title: 'Promote', placeHolder: 'From which environment into which?' }))?.step;
}

/** Several at once, grouped by what is deployed; what may belong to its environment is not chosen at first. */
async function chooseVersions(server: Server, step: protocol.PromotionStep): Promise<readonly string[] | undefined> {
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Comparing ${step.from} with ${step.to}`, cancellable: true },
    (_, token) => server.ask<protocol.PromotableResult>(PROMOTABLE, step, token),
  );
  if (result === undefined) return undefined;
  const { found, unsafe, failing, unseen } = result;
  const left = [
    ...(unsafe === 0 ? [] : [`${count(unsafe, 'other difference')} on lines that others share`]),
    ...(failing.length === 0
      ? []
      : [
          `${failing.slice(0, 3).join(', ')}${failing.length > 3 ? ' and others do' : failing.length > 1 ? ' do' : ' does'} not build`,
        ]),
    ...(unseen === 0 ? [] : [`${count(unseen, 'more place')} not compared, as so much differs; promote these first`]),
  ].join('; ');
  if (found.length === 0) {
    await window.showInformationMessage(
      `Nothing of ${step.from} can be promoted to ${step.to}${left === '' ? ': its versions are the same' : `: ${left}`}.`,
    );
    return undefined;
  }
  const groups = Map.groupBy(found, ({ part }) => part);
  const items = [...groups].flatMap(([label, versions]): (QuickPickItem & { readonly place: string })[] => [
    { label, kind: QuickPickItemKind.Separator, place: '' },
    ...versions.map((version) => ({
      label: version.title,
      description: [version.objects, version.doubt].filter(Boolean).join(' · '),
      detail: version.place,
      picked: version.doubt === undefined,
      place: version.place,
    })),
  ]);
  const title = `Promote ${step.from} → ${step.to}${left === '' ? '' : ` (${left})`}`;
  const placeHolder = `Which versions shall ${step.to} have?`;
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const places = picked?.map(({ place }) => place) ?? [];
  return places.length === 0 ? undefined : places;
}

/** A pull request holds what is saved. */
async function openPullRequest(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const document = await workspace.openTextDocument(Uri.parse(file));
    if (document.isDirty && !(await document.save())) {
      const name = workspace.asRelativePath(document.uri);
      await window.showWarningMessage(
        `${name} could not be saved, and no pull request is prepared; the versions stand in the editor.`,
      );
      return;
    }
  }
  await commands.executeCommand(
    COMMANDS.openPullRequest,
    files.map((file) => Uri.parse(file).toString()),
  );
}
