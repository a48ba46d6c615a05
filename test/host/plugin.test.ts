/** The command of a kubeconfig's user as a person reads it before consenting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeContext } from '../../server/src/host/cluster/kubeconfig.ts';
import { commandLine, pluginOf } from '../../server/src/host/cluster/plugin.ts';

const plugin = (exec: object): ReturnType<typeof pluginOf> => {
  const context: KubeContext = {
    name: 'c',
    cluster: {},
    user: { exec } as never,
    server: 'https://x',
    clusterName: 'c',
    userName: 'u',
    namespace: undefined,
    clusterDirectory: '/',
    userDirectory: '/',
    clusterWithin: undefined,
    userWithin: undefined,
  };
  return pluginOf(context, ['/work'], '/bin');
};
const shown = (exec: object): string => {
  const found = plugin(exec);
  assert.ok(found !== undefined && !('refused' in found), JSON.stringify(found));
  return commandLine(found);
};
const skip = process.platform === 'win32' ? 'there is no /bin/ls' : false;

test('no part hides another, whatever characters are in it', { skip }, () => {
  const args = ['get-token', 'a b', '"; rm -rf ~', 'x\ny', '\u202egpj.exe', '\u200b', '\u00a0\u3000', '\u{e0041}', '\ud800', ''];
  assert.equal(
    shown({ command: '/bin/ls', args, env: [{ name: 'A', value: '\u2066b' }] }),
    'A="\\u2066b" /bin/ls get-token "a b" "\\"; rm -rf ~" "x\\ny" "\\u202egpj.exe" "\\u200b" "\\u00a0\\u3000" "\\udb40\\udc41" "\\ud800" ""',
  );
});

test('names of variables hide nothing either', { skip }, () => {
  assert.match(
    shown({ command: '/bin/ls', env: [{ name: 'A=1 /bin/true \u202e', value: 'b' }] }),
    /^"A=1 \/bin\/true \\u202e"=b \/bin\/ls$/,
  );
});

test('what nobody can judge is not run', { skip }, () => {
  const found = plugin({ command: '/bin/ls', args: ['x'.repeat(3000)] });
  assert.match(found !== undefined && 'refused' in found ? found.refused : '', /too long to be judged/);
});
