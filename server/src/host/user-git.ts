/**
 * Git as its user runs it, for what a person asked for by name: with their hooks, helpers and settings. Only for trusted
 * workspaces. What no user means stays off: programs as transports, lazy work, questions that nobody could answer.
 */
import { delimiter } from 'node:path';
import type { FilePath } from '../base/paths.ts';
import { gitProgram, pathOutside } from './git.ts';
import { toNative } from './native.ts';

/** Hooks of a push may run tests. */
const TIMEOUT = 10 * 60_000;

const SETTINGS = ['core.fsmonitor=false', 'safe.bareRepository=explicit', 'protocol.ext.allow=never', 'core.quotePath=false'];

/** Of git's own variables these say who somebody is and how they log in; the others would lead git elsewhere. */
const KEPT = /^GIT_(?:AUTHOR_|COMMITTER_|SSH|SSH_COMMAND|ASKPASS|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM|SSL_|HTTP_)/;

const MEANT = {
  allowUnsafeFsMonitor: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeCustomBinary: true,
  allowUnsafeSshCommand: true,
  allowUnsafeAskPass: true,
  allowUnsafeConfigPaths: true,
};

/** Why git did not do what it was asked, in git's words without credentials. */
export class GitRefused extends Error {
  override readonly name = 'GitRefused';
}

interface GitOptions {
  readonly input?: string;
  readonly index?: string;
}

export class UserGit {
  readonly root: FilePath;
  readonly #program: string;

  private constructor(root: FilePath, program: string) {
    this.root = root;
    this.#program = program;
  }

  /** Undefined where no git is installed. */
  static in(root: FilePath): UserGit | undefined {
    const program = gitProgram(root);
    return program === undefined ? undefined : new UserGit(root, program);
  }

  /** What git prints; throws {@link GitRefused}. `index` is another index file than the repository's. */
  text(words: readonly string[], options: GitOptions = {}): Promise<string> {
    return this.#run(words, options, (status) => status === 0);
  }

  /** What git prints where 1 is an answer as good as 0: whether two sides merge. */
  async verdict(words: readonly string[]): Promise<{ readonly text: string; readonly status: number }> {
    let found = 0;
    const text = await this.#run(words, {}, (status) => {
      found = status;
      return status === 0 || status === 1;
    });
    return { text, status: found };
  }

  async #run(words: readonly string[], options: GitOptions, isAnswer: (status: number) => boolean): Promise<string> {
    const { simpleGit } = await import('simple-git');
    const own = {
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      ...(options.index !== undefined && { GIT_INDEX_FILE: options.index }),
    };
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    const environment = environmentOf(this.root, own);
    try {
      const git = simpleGit({
        baseDir: toNative(this.root),
        binary: this.#program,
        config: SETTINGS,
        unsafe: MEANT,
        allowEnvironment: Object.keys(environment),
        abort: stop.signal,
        completion: { onClose: true, onExit: false },
        errors: (error, { exitCode, stdErr }) => {
          if (isAnswer(exitCode)) return undefined;
          const said = Buffer.concat(stdErr).toString('utf8');
          return error ?? new Error(said === '' ? `git ended with ${exitCode}` : said);
        },
        ...(options.input !== undefined && { input: () => options.input ?? '' }),
      }).env(environment);
      return await git.raw(['--no-pager', '--literal-pathspecs', ...words]);
    } catch (error) {
      throw new GitRefused(stop.signal.aborted ? `git ${words[0]} took longer than ${TIMEOUT / 60_000} minutes` : told(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** What git prints without the white space around it; undefined where it refuses. */
  async ask(words: readonly string[], index?: string): Promise<string | undefined> {
    try {
      return (await this.text(words, index === undefined ? {} : { index })).trim();
    } catch (error) {
      if (error instanceof GitRefused) return undefined;
      throw error;
    }
  }

  /** What stands between NULs. */
  async list(words: readonly string[], index?: string): Promise<readonly string[]> {
    return (await this.text(words, index === undefined ? {} : { index })).split('\0').filter(Boolean);
  }
}

function environmentOf(root: FilePath, own: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => {
    const upper = name.toUpperCase();
    return (
      upper !== 'PATH' &&
      (!upper.startsWith('GIT_') || KEPT.test(upper)) &&
      upper !== 'PAGER' &&
      upper !== 'EDITOR' &&
      upper !== 'VISUAL'
    );
  });
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])),
    PATH: pathOutside(root).join(delimiter),
    LC_ALL: 'C',
    ...own,
  };
}

/** Git's last words, at most so many lines, without the credentials of URLs. */
function told(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = withoutCredentials(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('hint:'));
  return lines.slice(-12).join('\n') || 'git gave no reason';
}

/** Tokens in the URLs of remotes are not for messages. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]{0,20}:\/\/)[^/@\s]{1,500}@/gi, '$1');
}
