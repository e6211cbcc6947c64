import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Ends a process and everything that it started, and nothing else. Synchronous, so that it also works while Node.js exits.
 *
 * A signal to the process group would not do: cdktf runs Terraform in a pseudo-terminal, which is a session of its own, and
 * Terraform's providers outlive a Terraform that was killed.
 */
export function killProcessTree(pid: number): void {
  // Stopped first, so that none can start another one, or lose its parent, between the look and the kill.
  const stopped = new Set<number>();
  for (let found = [pid]; found.length > 0; found = descendants(pid).filter((child) => !stopped.has(child))) {
    for (const process of found) {
      signal(process, 'SIGSTOP');
      stopped.add(process);
    }
  }
  for (const process of stopped) {
    signal(process, 'SIGKILL');
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

function descendants(pid: number): number[] {
  const processes = listProcesses();
  const found = [pid];
  // Grows while it is walked, by the children of what was found before.
  for (const parent of found) {
    found.push(...processes.filter((process) => process.parent === parent).map((process) => process.pid));
  }
  return found.slice(1);
}

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
}

function listProcesses(): RunningProcess[] {
  return existsSync('/proc/self/stat') ? listFromProc() : listFromPs();
}

/** On Linux: slim container images have no `ps`. */
function listFromProc(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        // `pid (name) state parent …`, and a name may contain spaces and parentheses.
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
        return [{ pid: Number(entry), parent: Number(parent) }];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}

function listFromPs(): RunningProcess[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
