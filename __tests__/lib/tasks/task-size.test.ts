import { TASK_SIZES, taskSizeProblem } from '../../../lib/tasks/task-size';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

const sizes = TASK_SIZES.flatMap(({ cpu, memoryMiB }) => memoryMiB.map((memory) => ({ cpu, memoryMiB: memory })));

test('Fargate offers 71 sizes', () => {
  expect(sizes).toHaveLength(3 + 4 + 7 + 13 + 23 + 12 + 12);
});

test.each(sizes)('$cpu CPU units go with $memoryMiB MiB', (size) => {
  expect(taskSizeProblem(size)).toBeUndefined();
});

test.each([
  [256, 511, 512],
  [256, 3072, 2048],
  [512, 512, 1024],
  [512, 5120, 4096],
  [1024, 1024, 2048],
  [1024, 8193, 8192],
  [2048, 3072, 4096],
  [4096, 31744, 30720],
  [8192, 17408, 16384],
  [16384, 32767, 32768],
])('%d CPU units do not go with %d MiB but with %d', (cpu, memoryMiB, nearest) => {
  const problem = taskSizeProblem({ cpu, memoryMiB });
  expect(problem?.field).toBe('memoryMiB');
  expect(problem?.message).toMatch(new RegExp(`did you mean ${nearest}\\?$`));
});

test('a size that Fargate does not have is refused with the sizes that it has', () => {
  expect(problemsWithService({ size: { cpu: 250, memoryMiB: 512 } })).toEqual([
    'size.cpu: 250 CPU units are not available; choose 256, 512, 1024, 2048, 4096, 8192 or 16384; did you mean 256?',
  ]);
  expect(problemsWithService({ size: { cpu: 512, memoryMiB: 512 } })).toEqual([
    'size.memoryMiB: 512 MiB is not available with 512 CPU units; choose 1024, 2048, 3072 or 4096; did you mean 1024?',
  ]);
  expect(problemsWithService({ size: { cpu: 4096, memoryMiB: 8191 } })).toEqual([
    'size.memoryMiB: 8191 MiB is not available with 4096 CPU units; choose 8192 to 30720 in steps of 1024; did you mean 8192?',
  ]);
});

test('a size of the wrong type is refused', () => {
  expect(problemsWithService({ size: unchecked({ cpu: '256', memory: 512 }) })).toEqual([
    'size.cpu: "256" must be a number; did you mean 256, without quotes?',
    'size.memory: unknown field; did you mean "memoryMiB"?',
    'size.memoryMiB: is missing',
  ]);
});
