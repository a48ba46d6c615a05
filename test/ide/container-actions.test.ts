/** Refactorings of containers: probes, resources and a security context are added; comments and layout stay. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/base/spans.ts';
import { rewrites } from '../../server/src/ide/actions.ts';
import { diagnostics } from '../../server/src/ide/diagnostics.ts';
import { marked } from '../kit/marks.ts';
import { TestWorkspace } from '../kit/workspace.ts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web # the one‸
      image: web:1   # pinned
      ports:
        - { name: http, containerPort: 8080 } # behind the proxy
    - name: sidecar
      image: proxy:1
  # the end
`;

function offered(text: string): { readonly titles: readonly string[]; readonly after: (title: string) => string } {
  const { workspace, cursor } = marked({ 'pod.yaml': text });
  const found = rewrites(workspace.db, cursor.file, { start: cursor.offset, end: cursor.offset });
  return {
    titles: found.map(({ title }) => title),
    after(title) {
      const edits = found.find((one) => one.title === title)?.change.edits.get(cursor.file);
      assert.ok(edits, `${title} is not among ${found.map((one) => one.title).join(', ')}`);
      return applyEdits(workspace.text('pod.yaml') ?? '', [...edits]);
    },
  };
}

test('a container is offered what it lacks, and only it', () => {
  assert.deepEqual(offered(POD).titles, [
    'Add probes to container web',
    'Add resources to container web',
    'Add a restricted security context to container web',
  ]);
  const sidecar = POD.replace('‸', '').replace('name: sidecar', 'name: side‸car');
  assert.deepEqual(offered(sidecar).titles, [
    'Add resources to container sidecar',
    'Add a restricted security context to container sidecar',
  ]);
  assert.deepEqual(offered(POD.replace('‸', '').replace('name: web\nspec', 'name: w‸eb\nspec')).titles, []);
});

test('what is added stands behind the last line of the container, and all else is as it was', () => {
  const plain = POD.replace('‸', '');
  const last = '        - { name: http, containerPort: 8080 } # behind the proxy\n';
  const probe = (name: string): string => `      ${name}:\n        httpGet:\n          path: /\n          port: http\n`;
  assert.equal(
    offered(POD).after('Add probes to container web'),
    plain.replace(last, last + probe('readinessProbe') + probe('livenessProbe')),
  );
  assert.equal(
    offered(POD).after('Add resources to container web'),
    plain.replace(
      last,
      `${last}      resources:\n        requests:\n          cpu: 100m\n          memory: 128Mi\n        limits:\n          memory: 128Mi\n`,
    ),
  );
});

test('everything that is offered leaves an object that the API server takes', () => {
  let text = POD.replace('‸', '');
  for (const title of offered(POD).titles) {
    text = offered(text.replace('# the one', '# the one‸')).after(title);
    const workspace = new TestWorkspace({ 'pod.yaml': text });
    assert.deepEqual(
      diagnostics(workspace.db, workspace.path('pod.yaml')).map(({ message }) => message),
      [],
    );
  }
  assert.deepEqual(offered(text.replace('# the one', '# the one‸')).titles, []);
});

test('a port that speaks no HTTP is asked whether it is open; what is written in flow style stays so', () => {
  const other = POD.replaceAll('http', 'grpc').replaceAll('8080', '9000');
  assert.match(offered(other).after('Add probes to container web'), /tcpSocket:\n {10}port: grpc\n/);
  const flow = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: we‸b, image: a}] }\n';
  assert.equal(
    offered(flow).after('Add resources to container web'),
    flow
      .replace('‸', '')
      .replace('image: a', 'image: a, resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { memory: 128Mi } }'),
  );
});
