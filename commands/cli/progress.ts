import { Listr, ListrLogger, PRESET_TIMER, ProcessOutput } from 'listr2';
import { visibleOnOneLine } from '../../lib/validation/visible-text';
import { messageOf } from './command-failure';

/** Runs a part of the work under a title. `report` says how far it is. */
export type Step = <T>(title: string, work: (report: (status: string) => void) => Promise<T>) => Promise<T>;

export interface StepTiming {
  readonly title: string;
  readonly seconds: number;
}

/** A step failed: which, and why. */
export class StepFailure extends Error {
  constructor(
    readonly step: string,
    override readonly cause: unknown,
  ) {
    super(`${step}: ${messageOf(cause)}`);
    this.name = 'StepFailure';
  }
}

/** Shows each step on standard error: as a moving line on a terminal, as plain lines elsewhere. */
export function showProgress(): { readonly step: Step; readonly timings: readonly StepTiming[] } {
  const timings: StepTiming[] = [];
  const step: Step = async (title, work) => {
    const start = performance.now();
    let show = (_status: string): void => undefined;
    const running = work((status) => show(status));
    await display(title, running, (shown) => (show = shown));
    try {
      const result = await running;
      timings.push({ title, seconds: Math.round(performance.now() - start) / 1000 });
      return result;
    } catch (error) {
      throw new StepFailure(title, error);
    }
  };
  return { step, timings };
}

/** Shows a step until it has ended, well or not. */
async function display(
  title: string,
  running: Promise<unknown>,
  onStart: (show: (status: string) => void) => void,
): Promise<void> {
  const isTerminal = process.stderr.isTTY;
  const rendererOptions = {
    logger: new ListrLogger({ useIcons: false, processOutput: new ProcessOutput(process.stderr, process.stderr) }),
    timer: PRESET_TIMER,
  };
  const list = new Listr(
    {
      title: visibleOnOneLine(title),
      task: async (_context, task) => {
        if (isTerminal) {
          onStart((status) => (task.output = visibleOnOneLine(status)));
        }
        await running.catch(() => {
          // The command itself explains, when everything is stopped.
          throw new Error('see below');
        });
      },
    },
    {
      registerSignalListeners: false,
      exitOnError: false,
      renderer: 'default',
      rendererOptions: { ...rendererOptions, showErrorMessage: false },
      fallbackRenderer: 'simple',
      fallbackRendererCondition: !isTerminal,
      fallbackRendererOptions: rendererOptions,
    },
  );
  await list.run();
}
