import { sync as which } from 'which';

/** Whether a program of this name can be started. */
export function isOnPath(program: string, { PATH = '' }: NodeJS.ProcessEnv): boolean {
  return which(program, { path: PATH, nothrow: true }) !== null;
}
