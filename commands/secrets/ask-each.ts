import { mapConcurrently } from '../aws/batches';
import { commandFailure, type CommandFailure } from '../cli/command-failure';
import { openSession, type Session } from '../stores/session';
import type { ChosenEnvironment } from './chosen-environments';

/** What one environment answers, or why it does not. */
export type Answer<T> = ChosenEnvironment & ({ readonly found: T } | { readonly failure: CommandFailure });

/** How a session is opened; tests have their own. */
export type OpenSession = (chosen: ChosenEnvironment) => Promise<Session>;

export const openChosen: OpenSession = ({ environment, profile }) => openSession(environment, profile);

/** Asks all environments. One that cannot be reached, as in another account, does not hide the others. */
export function askEach<T>(
  environments: readonly ChosenEnvironment[],
  ask: (session: Session) => Promise<T>,
  open: OpenSession,
): Promise<Answer<T>[]> {
  return mapConcurrently(environments, async (chosen): Promise<Answer<T>> => {
    try {
      return { ...chosen, found: await ask(await open(chosen)) };
    } catch (error) {
      return { ...chosen, failure: commandFailure(error) };
    }
  });
}

/** For programs: which environment answered, and as whom it was asked; and what it answered, or why it did not. */
export function describeAnswer<T, Described extends object>(answer: Answer<T>, describeFound: (found: T) => Described) {
  const { environment, profile } = answer;
  return {
    environment: environment.name,
    region: environment.region,
    profile,
    ...('failure' in answer
      ? { error: answer.failure.message, remedy: answer.failure.remedy }
      : describeFound(answer.found)),
  };
}

/** What to do about environments that did not answer with the credentials of all. */
export function profileHints(answers: readonly Answer<unknown>[]): string[] {
  const names = answers.flatMap((answer) =>
    'failure' in answer && answer.profile === undefined ? answer.environment.name : [],
  );
  return names.length === 0
    ? []
    : [`Credentials for one environment: ${names.map((name) => `--profile ${name}=PROFILE`).join(' ')}`];
}
