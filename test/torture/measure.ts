/** Loaded into a measured child: says on its way out what it cost, on the file descriptor 3. */
import { writeSync } from 'node:fs';

/** Processor time of a fixed piece of work: how fast the machine is just now, with all else that runs on it. */
function pace(): number {
  const before = process.cpuUsage();
  const counts = new Map<string, number>();
  for (let i = 0; i < 300_000; i++) {
    const key = `key ${i % 50_000}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const { user, system } = process.cpuUsage(before);
  return counts.size === 50_000 ? (user + system) / 1000 : Number.NaN;
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const polluted = Object.keys(Object.prototype).length > 0 || 'polluted' in {};
  const cost = { cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMb: maxRSS / 1024, paceMs: pace(), polluted };
  writeSync(3, JSON.stringify(cost));
});
