/** What the real Kustomize builds out of directories: the library behind the command, looped over in one process. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The built objects, or why there are none. */
export interface Built {
  readonly ms: number;
  readonly objects?: readonly unknown[];
  readonly error?: string;
}

/** Builds the directories one after the other, in their order; objects stay away where only times are asked for. */
export async function* judge(
  krustyLoop: string,
  directories: readonly string[],
  options: { readonly timesOnly?: boolean } = {},
): AsyncGenerator<Built & { readonly dir: string }> {
  const child = spawn(krustyLoop, options.timesOnly ? ['-times'] : [], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  child.stdin.end(`${directories.join('\n')}\n`);
  const exited = new Promise<number | null>((done) => child.on('close', done));
  let answered = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    answered++;
    const built = JSON.parse(line) as Built & { readonly dir: string };
    yield built.error === undefined ? { ...built, objects: built.objects ?? [] } : built;
  }
  const status = await exited;
  if (status !== 0 || answered !== directories.length) {
    throw new Error(
      `krusty-loop ended with ${status} after ${answered} of ${directories.length}: ${directories[answered]} stopped it.`,
    );
  }
}
