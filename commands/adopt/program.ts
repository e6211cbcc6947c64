import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { parseArn } from '../../lib/aws/arns';
import { partitionOf } from '../../lib/aws/regions';
import { namedAccount } from '../../lib/account/declared-account';
import type { Environment } from '../../lib/environment/environment';
import { secretInventory } from '../../lib/environment/secret-inventory';
import { secretArn } from '../../lib/secrets/secret-names';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { decodeText, readStandardInput } from '../cli/standard-input';
import { adoptTask } from './adopt-task';
import type { AdoptionPlace } from './adoption';
import { leaveOutRefused } from './leave-out-refused';
import { describe } from './left-out';
import { printDeclaration } from './print-declaration';
import { notReproduced } from './reproduced';
import { readTaskDefinition, type TaskDefinition } from './task-definition';

interface AdoptOptions {
  readonly environment: string;
  readonly name?: string;
}

const EXPLANATION = `
It takes what "aws ecs describe-task-definition" prints, what "aws ecs register-task-definition --cli-input-json" takes, and a list of
container definitions. It needs no credentials, changes nothing, and prints no value that looks like a secret. docs/migration.md says
what comes before and after.`;

/** Prints the declaration of a service for an existing task definition, and sets the exit code of the process. */
export function runAdopt(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createProgram('npm run adopt --')
    .description(
      'Print the declaration of a service that runs an existing task definition, and name what it does not express.',
    )
    .argument('<file>', 'the task definition as JSON, or - for standard input')
    .addOption(
      new Option('--environment <name>', 'the environment that gets the service').default(Object.keys(environments)[0]),
    )
    .option('--name <name>', "name of the service (default: that of the application's container)")
    .addHelpText('after', EXPLANATION)
    .addHelpText('afterAll', `\nEnvironments: ${Object.keys(environments).join(', ')}`)
    .action((file: string, _options: unknown, command: Command) =>
      run<AdoptOptions>(command, (context) => adopt(context, { environments }, file)),
    );
  documentExitCodes(program, {
    0: 'the declaration says all that the task definition says',
    1: 'something is left out, and named',
    2: 'could not be done: usage, configuration, or it is not a task definition',
  });
  return runCommandLine(program, args);
}

async function adopt(
  { options, output }: CommandContext<AdoptOptions>,
  { environments }: EnvironmentSet,
  file: string,
): Promise<ExitCode> {
  const environment = findEnvironment({ environments }, options.environment);
  const definition = readTaskDefinition(await readText(file));
  const place = placeOf(definition, environment);
  const adopted = leaveOutRefused(adoptTask(definition, place, options.name), environments, environment.name);
  const leftOut = notReproduced(adopted, environment, place);
  const service = { ...adopted, leftOut };
  const title = `Taken over from ${definition.taskDefinitionArn ?? definition.family ?? 'container definitions'}`;
  const declaration = await printDeclaration(service, title);
  const lines = leftOut.map(describe);
  output.result({ name: service.name, declaration, leftOut: lines }, declaration.trimEnd());
  if (!output.json && lines.length > 0) {
    output.note(['Left out, or to be checked:', ...lines.map((line) => `  ${line}`)].join('\n'));
  }
  return lines.length === 0 ? EXIT.done : EXIT.findings;
}

async function readText(file: string): Promise<string> {
  if (file === '-') {
    return readStandardInput();
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new CommandFailure(`The file cannot be read${code}.`);
  });
  return decodeText(bytes);
}

/** Where it goes, and where it is from. An environment that does not name its account is taken to be in the same one. */
function placeOf(definition: TaskDefinition, environment: Environment): AdoptionPlace {
  const { taskDefinitionArn, executionRoleArn, taskRoleArn, containerDefinitions } = definition;
  const named = [
    ...[taskDefinitionArn, executionRoleArn, taskRoleArn],
    ...containerDefinitions.flatMap(({ secrets = [] }) => secrets.map(({ valueFrom }) => valueFrom)),
  ].flatMap((text) => parseArn(text ?? '') ?? []);
  const { region } = environment;
  const accountId = namedAccount(environment) ?? named[0]?.accountId ?? '';
  const location = { partition: partitionOf(region) ?? 'aws', region, accountId };
  const declared = secretInventory(environment).map((secret) => [secretArn(location, secret), secret.source] as const);
  return {
    environment,
    location,
    declaredSecrets: new Map(declared),
    namesRegion: parseArn(taskDefinitionArn ?? '')?.region ?? region,
  };
}
