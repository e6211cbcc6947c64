import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import {
  createEnvironmentProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../cli/command-line';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { plannedChanges } from '../plans/planned-changes';
import { makePlan } from '../plans/saved-plan';
import { changedOutputs } from '../plans/terraform-plan';
import { untilGivenUp } from '../processes/interruption';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';
import { openSession } from '../stores/session';
import { findTerraform } from '../terraform/terraform-binary';
import { baseConfiguration, synthesizedConfiguration } from './base-configuration';
import { changeFromConfigurations } from './model/change-from-configurations';
import { changeFromPlan } from './model/change-from-plan';
import { renderHtml } from './page/render-html';
import { renderMarkdown } from './page/render-markdown';
import { renderText } from './page/render-text';
import { reviewDocument } from './page/review-document';
import { writePage } from './page/write-page';
import { hasChanges, makeReview, type ReviewInput } from './sections/review';
import { findSecretProblems, WITHOUT_CREDENTIALS } from './sections/secret-findings';

interface ReviewOptions {
  readonly markdown: boolean;
  readonly html?: string;
  readonly base?: string;
  readonly refresh: boolean;
}

const EXPLANATION = `
Without --base it makes a plan, as a deployment would, and shows its hash: npm run deploy -- ENVIRONMENT --plan HASH applies no other.
With --base it needs no credentials: it compares the configuration with that of a git ref, whose program runs.
Prices are those of a table in the repository, with its dates. No value of a secret is read or shown.`;

/** Shows what a deployment would change, and sets the exit code of the process. */
export function runReview(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createEnvironmentProgram('npm run review --', environments)
    .description(
      'Show what a deployment of an environment would change: resources, restarts, images, access to secrets, what is reachable, ' +
        'and cost.',
    )
    .argument('<environment>', 'name of the environment')
    .addOption(new Option('--markdown', 'print Markdown, for a pull request').default(false).conflicts('json'))
    .option('--html <file>', 'also write a page with a picture of who reaches and reads what')
    .option('--base <ref>', 'compare with the configuration of a git ref, without credentials')
    .addOption(
      new Option(
        '--no-refresh',
        'believe the state: for credentials that may not read secrets, nor lock the state',
      ).conflicts('base'),
    )
    .addHelpText('after', EXPLANATION)
    .action((name: string, _options: unknown, command: Command) =>
      run<ReviewOptions>(command, (context) => showReview(context, name)),
    );
  documentExitCodes(program, { 0: 'nothing changes', 1: 'something changes', 2: 'could not be reviewed' });
  return runCommandLine(program, args);
}

async function showReview(
  { options, environments, output }: CommandContext<ReviewOptions>,
  name: string,
): Promise<ExitCode> {
  if (environments.example !== undefined) {
    throw new CommandFailure('Examples are only rehearsed, and have no deployment to review.');
  }
  const environment = findEnvironment(environments, name);
  const { base, refresh, markdown, html } = options;
  const input = await untilGivenUp(
    (signal) =>
      base === undefined ? reviewPlan(environment, refresh, signal) : reviewConfigurations(environment, base, signal),
    (text) => output.note(text),
  );
  const review = makeReview({ environment, ...input });
  const document = reviewDocument(review);
  if (html !== undefined) {
    output.note(`The page is in ${await writePage(html, renderHtml(document, review))}`);
  }
  output.result(review, markdown ? renderMarkdown(document) : renderText(document, output));
  return hasChanges(review) ? EXIT.findings : EXIT.done;
}

async function reviewPlan(
  environment: Environment,
  refresh: boolean,
  signal: AbortSignal,
): Promise<Omit<ReviewInput, 'environment'>> {
  const { env: processEnvironment } = process;
  const { plan, hash, terraform } = await makePlan({
    projectDirectory: PROJECT_DIRECTORY,
    environment,
    terraform: await findTerraform(processEnvironment),
    processEnvironment,
    isOnlyRead: true,
    signal,
    reads: refresh ? 'everything' : 'state',
  });
  const configuration: unknown = JSON.parse(await readFile(join(terraform.directory, 'cdk.tf.json'), 'utf8'));
  const change = changeFromPlan(plan, configuration);
  const secrets = await findSecretProblems(environment, change, openSession);
  return {
    compared: { from: 'plan', hash },
    change,
    plannedChanges: plannedChanges(plan),
    outputs: changedOutputs(plan),
    secrets,
  };
}

async function reviewConfigurations(
  environment: Environment,
  base: string,
  signal: AbortSignal,
): Promise<Omit<ReviewInput, 'environment'>> {
  const settings = {
    projectDirectory: PROJECT_DIRECTORY,
    stack: environment.name,
    processEnvironment: scrubbedEnvironment(process.env),
    signal,
  };
  const before = await baseConfiguration(base, settings);
  const change = changeFromConfigurations(before, await synthesizedConfiguration(settings));
  return {
    compared: { from: 'configurations', base },
    change,
    plannedChanges: [],
    outputs: [],
    secrets: WITHOUT_CREDENTIALS,
  };
}
