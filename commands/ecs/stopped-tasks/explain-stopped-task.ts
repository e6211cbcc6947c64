import { secretFilesWriterName } from '../../../lib/tasks/secret-files-writer';
import { declaredContainers } from '../../../lib/tasks/workload';
import { remedies, type Explanation, type TaskContext } from './reason';
import { SECRET_REASONS } from './secret-reasons';
import { START_REASONS } from './start-reasons';
import type { StoppedContainer, StoppedTask } from './stopped-task';

const REASONS = [...SECRET_REASONS, ...START_REASONS];

/** Why a task stopped, and what to do about it. */
export function explainStoppedTask(task: StoppedTask, context: TaskContext): Explanation {
  const known = explainReason([...saidOf(task), task.stopCode].join('\n'), context);
  if (known !== undefined) {
    return known;
  }
  const declared = declaredContainers(context.workload).map(({ name }) => name);
  for (const container of declared) {
    const writer = task.containers.find(({ name }) => name === secretFilesWriterName(container));
    if (writer?.exitCode !== undefined && writer.exitCode !== 0) {
      return explainWriter(container, writer.exitCode, context);
    }
  }
  const ended = declared.flatMap((container) => task.containers.find(({ name }) => name === container) ?? []);
  const failed = ended.find(({ exitCode }) => exitCode !== undefined && !WHEN_TASK_ENDS.includes(exitCode));
  const container = failed ?? ended.find(({ exitCode }) => exitCode !== undefined);
  if (container !== undefined) {
    return explainExit(container, context);
  }
  return {
    what: `It stopped: ${wordsOfEcs(task) || 'ECS gives no reason'}`,
    remedy:
      'AWS explains the reasons: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html',
  };
}

/** The same for what an event of a service says; nothing if it is about no known failure. */
export function explainReason(text: string, context: TaskContext): Explanation | undefined {
  for (const { pattern, explain } of REASONS) {
    const match = pattern.exec(text);
    if (match !== null) {
      return explain(match, context);
    }
  }
  return undefined;
}

/** What ECS itself says, on one line. */
export function wordsOfEcs(task: StoppedTask): string {
  return [...new Set(saidOf(task))].map(withoutValue).join(' | ');
}

/** The JSON parser quotes a character of what it could not parse, which is the value of a secret. */
export function withoutValue(text: string): string {
  return text
    .replace(/invalid character '.*?' (?=looking|after|in)/g, 'invalid character ')
    .replace(/\s+/g, ' ')
    .trim();
}

function saidOf({ stoppedReason, containers }: StoppedTask): string[] {
  return [stoppedReason, ...containers.map(({ reason }) => reason)].flatMap((text = '') => (text === '' ? [] : [text]));
}

/** What containers end with that are stopped because another one ended; 0 also where one had nothing more to do. */
const WHEN_TASK_ENDS = [0, 137, 143];

function explainWriter(container: string, exitCode: number, context: TaskContext): Explanation {
  return {
    what: `The secret files of ${container} could not be written: their container ended with code ${exitCode}`,
    remedy: `Its log shows why: ${remedies(context).log}`,
  };
}

function explainExit({ name, exitCode = 0 }: StoppedContainer, context: TaskContext): Explanation {
  const { log, checkDeep } = remedies(context);
  if (exitCode === 0) {
    return {
      what: `${name} ended with code 0`,
      remedy: `The command of a service must keep running. Its log: ${log}`,
    };
  }
  const meaning = EXIT_CODES[exitCode];
  return {
    what: `${name} ended with code ${exitCode}${meaning === undefined ? '' : `: ${meaning}`}`,
    remedy: `Its log shows why: ${log}. If a value is missing or still the placeholder, this finds it: ${checkDeep}`,
  };
}

/** By convention of shells, and 128 with the number of the signal that ended it. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  126: 'its command is not executable',
  127: 'its command was not found',
  137: 'it was killed, because it ran out of memory or did not stop when asked to',
  139: 'it crashed',
  143: 'it was asked to stop',
};
