import { alternatives, nearest } from '../validation/messages';
import type { TaskSize } from './task-config';

/** The sizes of memory that are available with a number of CPU units. */
interface MemorySizes {
  readonly cpu: number;
  readonly memoryMiB: readonly number[];
}

/**
 * The task sizes of Fargate.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
export const TASK_SIZES: readonly MemorySizes[] = [
  { cpu: 256, memoryMiB: [512, 1024, 2048] },
  { cpu: 512, memoryMiB: steps(1024, 4096, 1024) },
  { cpu: 1024, memoryMiB: steps(2048, 8192, 1024) },
  { cpu: 2048, memoryMiB: steps(4096, 16384, 1024) },
  { cpu: 4096, memoryMiB: steps(8192, 30720, 1024) },
  { cpu: 8192, memoryMiB: steps(16384, 61440, 4096) },
  { cpu: 16384, memoryMiB: steps(32768, 122880, 8192) },
];

/** What is wrong with a task size, and the field that it is wrong with; nothing if Fargate offers it. */
export function taskSizeProblem({ cpu, memoryMiB }: TaskSize): { field: keyof TaskSize; message: string } | undefined {
  const size = TASK_SIZES.find((candidate) => candidate.cpu === cpu);
  if (size === undefined) {
    const allowed = TASK_SIZES.map((candidate) => candidate.cpu);
    return {
      field: 'cpu',
      message: `${cpu} CPU units are not available; choose ${alternatives(allowed)}; did you mean ${nearest(allowed, cpu)}?`,
    };
  }
  if (size.memoryMiB.includes(memoryMiB)) {
    return undefined;
  }
  return {
    field: 'memoryMiB',
    message:
      `${memoryMiB} MiB is not available with ${cpu} CPU units; choose ${describe(size.memoryMiB)}; ` +
      `did you mean ${nearest(size.memoryMiB, memoryMiB)}?`,
  };
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

function describe(sizes: readonly number[]): string {
  const [first = 0, second = 0] = sizes;
  return sizes.length > 4
    ? `${first} to ${sizes[sizes.length - 1]} in steps of ${second - first}`
    : alternatives(sizes);
}
