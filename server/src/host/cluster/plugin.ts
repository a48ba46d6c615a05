/** The command that a kubeconfig's user names for its credentials: found, shown, and run only with a person's consent. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { at, type Json, list, text } from '../../model/live/json.ts';
import { isBelow, type KubeContext } from './kubeconfig.ts';

const TIMEOUT = 60_000;
/** Nobody judges a command that fills the screen: its end could hold anything. */
const MOST_SHOWN = 2000;
/** Controls, marks of direction, what has no width, blanks other than the plain one. */
const UNSEEN = /(?! )[\p{C}\p{Z}\u115f\u1160\u3164\uffa0\u2800]/gu;
const MOST_OUTPUT = 1024 * 1024;

/** What would run; `refused` says why it never will. */
export type Plugin =
  | {
      readonly program: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly apiVersion: string;
    }
  | { readonly refused: string };

export interface Credential {
  readonly token: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since 1970 after which it no longer counts. */
  readonly expires: number | undefined;
}

/** The plugin of a context's user; undefined where its credentials stand in the kubeconfig. */
export function pluginOf(
  { user, userDirectory, userName }: KubeContext,
  workspace: readonly string[],
  path = process.env.PATH ?? '',
): Plugin | undefined {
  const provider = at(user, 'auth-provider');
  if (provider !== undefined && provider !== null) {
    const config = at(provider, 'config');
    if (text(provider, 'name') === 'oidc' && at(config, 'exec') === undefined && at(config, 'cmd-path') === undefined)
      return undefined;
    return {
      refused: `The user "${userName}" needs the auth-provider "${text(provider, 'name') ?? ''}", which Kubernetes 1.26 removed: use an exec plugin.`,
    };
  }
  const exec = at(user, 'exec');
  if (exec === undefined || exec === null) return undefined;
  const command = text(exec, 'command');
  if (command === undefined) return { refused: `The exec plugin of the user "${userName}" names no command.` };
  const program = programOf(command, userDirectory, workspace, path);
  if (program === undefined)
    return { refused: `The command "${command}" of the user "${userName}" was not found on PATH outside the opened folders.` };
  if (workspace.some((folder) => isBelow(program, folder)))
    return { refused: `The command "${command}" of the user "${userName}" lies in the opened folder and is not run.` };
  const env: Record<string, string> = Object.create(null);
  for (const one of list(exec, 'env')) {
    const [name, value] = [text(one, 'name'), at(one, 'value')];
    if (name !== undefined && typeof value === 'string') env[name] = value;
  }
  const args = list(exec, 'args').filter((arg) => typeof arg === 'string');
  const plugin = { program, args, env, apiVersion: text(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1' };
  return commandLine(plugin).length <= MOST_SHOWN
    ? plugin
    : { refused: `The command of the user "${userName}" is longer than ${MOST_SHOWN} characters: too long to be judged.` };
}

/** The command as a person reads it before consenting: each part apart, so that no part can hide another. */
export function commandLine(plugin: Exclude<Plugin, { refused: string }>): string {
  const variables = Object.entries(plugin.env).map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  return [...variables, ...[plugin.program, ...plugin.args].map(quoted)].join(' ');
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // What would turn the text round or not be seen at all is spelled out.
  return JSON.stringify(word).replace(
    UNSEEN,
    (sign) =>
      `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}${sign.length > 1 ? `\\u${sign.charCodeAt(1).toString(16)}` : ''}`,
  );
}

/** Runs it without a shell and outside the workspace; the error's sentence never holds what it printed on stdout. */
export function runPlugin(plugin: Exclude<Plugin, { refused: string }>, cwd: string, signal: AbortSignal): Promise<Credential> {
  const info = { apiVersion: plugin.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const env = { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  return new Promise((done, failed) => {
    const name = plugin.program;
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
    const child = spawn(name, [...plugin.args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: false,
      signal: deadline,
      windowsHide: true,
    });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      if (printed.length > MOST_OUTPUT) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = (said + part).slice(0, 500);
    });
    child.on('error', (error) =>
      failed(
        new Error(
          deadline.aborted ? `${name} gave no credentials within a minute.` : `${name} could not be run: ${error.message}`,
        ),
      ),
    );
    child.on('close', (code) => {
      if (code !== 0) failed(new Error(`${name} ended with ${code}: ${said.trim().split('\n')[0] ?? ''}`));
      else {
        const credential = credentialOf(printed);
        if (credential === undefined) failed(new Error(`${name} printed no ExecCredential.`));
        else done(credential);
      }
    });
  });
}

function credentialOf(printed: string): Credential | undefined {
  let answer: Json;
  try {
    answer = JSON.parse(printed);
  } catch {
    return undefined;
  }
  const token = text(answer, 'status', 'token');
  const certificate = text(answer, 'status', 'clientCertificateData');
  if (token === undefined && certificate === undefined) return undefined;
  const expires = Date.parse(text(answer, 'status', 'expirationTimestamp') ?? '');
  return {
    token,
    certificate,
    key: text(answer, 'status', 'clientKeyData'),
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

/** A path counts from the kubeconfig's directory, a name is looked for on PATH, past entries of the workspace. */
function programOf(command: string, directory: string, workspace: readonly string[], path: string): string | undefined {
  if (/[\\/]/.test(command)) {
    const program = isAbsolute(command) ? command : resolve(directory, command);
    return isProgram(program) ? program : undefined;
  }
  const names = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''].map((end) => command + end) : [command];
  return path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && !workspace.some((folder) => isBelow(entry, folder)))
    .flatMap((entry) => names.map((name) => join(entry, name)))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
