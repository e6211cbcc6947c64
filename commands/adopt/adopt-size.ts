import type { SidecarConfig } from '../../lib/tasks/sidecar-config';
import type { TaskSize } from '../../lib/tasks/task-config';
import { TASK_SIZES, taskSizeProblem } from '../../lib/tasks/task-size';
import type { NamedContainer } from './adoption';
import type { LeaveOut } from './left-out';
import type { Container, TaskDefinition } from './task-definition';

/** The size of the task, or the least of Fargate that has room for what is given. */
export function adoptSize({ cpu, memory, containerDefinitions }: TaskDefinition, leaveOut: LeaveOut): TaskSize {
  const given = { cpu: units(cpu, /^([\d.]+) ?vcpu$/i), memoryMiB: units(memory, /^([\d.]+) ?gb$/i) };
  const wanted = {
    cpu: given.cpu ?? sum(containerDefinitions, (container) => container.cpu),
    memoryMiB:
      given.memoryMiB ?? sum(containerDefinitions, ({ memory: most, memoryReservation }) => most ?? memoryReservation),
  };
  const size = taskSizeProblem(wanted) === undefined ? wanted : withRoomFor(wanted);
  const leaveOutSize = (field: 'cpu' | 'memory', value: unknown, got: string) => {
    const problem = value === undefined ? 'the task definition has none' : 'Fargate does not have this size';
    leaveOut({ field: [field], at: ['size'], value, message: `${problem}; chosen was ${got}` });
  };
  if (given.cpu !== size.cpu) {
    leaveOutSize('cpu', cpu, `${size.cpu} CPU units`);
  }
  if (given.memoryMiB !== size.memoryMiB) {
    leaveOutSize('memory', memory, `${size.memoryMiB} MiB`);
  }
  return size;
}

/**
 * What a container other than the application is given of the task. The application has the rest.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function adoptShare(
  { container, at, declaredName }: NamedContainer,
  task: TaskSize,
  leaveOut: LeaveOut,
): Pick<SidecarConfig, 'cpu' | 'memoryMiB' | 'memoryReservationMiB'> {
  const { name, cpu, memory, memoryReservation } = container;
  if (at.length > 0) {
    return {
      // ECS shows the share that nobody asked for as 0.
      ...(cpu !== undefined && cpu !== 0 && { cpu }),
      ...(memory !== undefined && { memoryMiB: memory }),
      ...(memoryReservation !== undefined && { memoryReservationMiB: memoryReservation }),
    };
  }
  const shares = { cpu: cpu === 0 || cpu === task.cpu ? undefined : cpu, memoryReservation };
  const limits = { ...shares, memory: memory === task.memoryMiB ? undefined : memory };
  for (const [field, value] of Object.entries(limits).filter(([, share]) => share !== undefined)) {
    const message = `${declaredName} gets what the other containers leave of the task`;
    leaveOut({ field: ['containerDefinitions', name, field], at, value, message });
  }
  return {};
}

function withRoomFor({ cpu, memoryMiB }: TaskSize): TaskSize {
  const sizes = TASK_SIZES.flatMap((size) => size.memoryMiB.map((memory) => ({ cpu: size.cpu, memoryMiB: memory })));
  const enough = sizes.find((size) => size.cpu >= cpu && size.memoryMiB >= memoryMiB);
  return enough ?? sizes.at(-1) ?? { cpu, memoryMiB };
}

/** ECS takes both as a number or as text, and as text also in thousands. */
function units(given: string | number | undefined, inThousands: RegExp): number | undefined {
  const thousands = inThousands.exec(String(given))?.[1];
  const number = thousands === undefined ? Number(given) : Number(thousands) * 1024;
  return given === undefined || Number.isNaN(number) ? undefined : number;
}

function sum(containers: readonly Container[], of: (container: Container) => number | undefined): number {
  return containers.reduce((total, container) => total + (of(container) ?? 0), 0);
}
