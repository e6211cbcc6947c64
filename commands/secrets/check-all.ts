import { randomBytes } from 'node:crypto';
import { EXIT } from '../cli/command-failure';
import type { CommandContext } from '../cli/command-line';
import type { Session } from '../stores/session';
import { askEach, describeAnswer, openChosen, profileHints, type Answer, type OpenSession } from './ask-each';
import { checkExitCode, checkReport } from './checks/check-report';
import { checkKnown, type CheckResult } from './checks/check-secrets';
import { fetchMetadata } from './checks/fetch-metadata';
import { bySecret } from './checks/findings';
import { readFingerprints, sameValues, type EnvironmentFingerprints } from './checks/same-values';
import type { ChosenEnvironment } from './chosen-environments';

interface Checked {
  readonly account: string;
  readonly result: CheckResult;
  /** What is compared with other environments. @default - nothing, because no values are read */
  readonly values?: EnvironmentFingerprints;
}

/** Checks every environment, and with `deep` whether those with deletion protection share values with the others. */
export async function checkAll(
  { options: { deep }, output }: Pick<CommandContext<{ readonly deep: boolean }>, 'options' | 'output'>,
  chosen: readonly ChosenEnvironment[],
  open: OpenSession = openChosen,
): Promise<number> {
  const key = randomBytes(32);
  const checked = await askEach(
    chosen,
    async (session: Session): Promise<Checked> => {
      const secrets = await fetchMetadata(session, session.inventory);
      return {
        account: session.location.accountId,
        result: await checkKnown(session, secrets, deep),
        values: deep ? await readFingerprints(session, secrets, key) : undefined,
      };
    },
    open,
  );
  const { answers, notes } = deep ? withSameValues(checked) : { answers: checked, notes: [] };

  const reports = answers.map((answer) => {
    const { name } = answer.environment;
    const report =
      'failure' in answer
        ? `${output.paint('red', 'not checked')}: ${answer.failure.message}`
        : checkReport(name, deep, answer.found.result, output);
    return `${output.paint('bold', `${name}:`)}\n${report}\n`;
  });
  output.result(
    {
      deep,
      environments: answers.map((answer) => describeAnswer(answer, ({ account, result }) => ({ account, ...result }))),
      notes,
    },
    [...reports, ...notes, ...profileHints(answers)].join('\n').trimEnd(),
  );
  return Math.max(
    ...answers.map((answer) => ('failure' in answer ? EXIT.notDone : checkExitCode(answer.found.result))),
  );
}

/** The same, with what the comparison of all found in each. */
function withSameValues(checked: readonly Answer<Checked>[]) {
  const { findings, unchecked, note } = sameValues(
    checked.flatMap((answer) => ('found' in answer ? (answer.found.values ?? []) : [])),
  );
  const answers = checked.map((answer): Answer<Checked> => {
    if ('failure' in answer) {
      return answer;
    }
    const { found, environment } = answer;
    const result: CheckResult = {
      ...found.result,
      findings: [...found.result.findings, ...(findings.get(environment.name) ?? [])].sort(bySecret),
      unchecked: [...found.result.unchecked, ...(unchecked.get(environment.name) ?? [])],
    };
    return { ...answer, found: { ...found, result } };
  });
  return { answers, notes: [note] };
}
