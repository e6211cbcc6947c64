import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { untilInterrupted } from '../processes/interruption';
import { findImageProblems } from './find-image-problems';
import { DIGESTS_FILE } from './image-digests-file';
import { openRegistry } from './image-registry';
import { promotableImages, promoteImages } from './promote-images';
import { pushImage } from './push-image';

const PUSH = `
It builds with docker, podman, buildah or finch, for the CPU architecture of the tasks that run the image. Its tag is the commit that
last changed app/, so what is not committed is refused, and what is in the registry already is not built again. The digest is written
into ${DIGESTS_FILE}: commit it, and the next deployment deploys it.`;

const REPLICATION = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html';

interface ProfileOptions {
  readonly profile?: string;
}

interface PushOptions extends ProfileOptions {
  readonly repository?: string;
}

interface PromoteOptions extends ProfileOptions {
  readonly from: string;
  readonly to: string;
}

/** Builds, promotes and checks images, and sets the exit code of the process. */
export function runImage(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createProgram('npm run image --')
    .description('Images of the environments, by digest.')
    .addHelpText('afterAll', `\nEnvironments: ${Object.keys(environments).join(', ')}`);
  documentExitCodes(program, { 1: 'findings; see the help of each command' });
  const find = (name: string) => findEnvironment({ environments }, name);
  const subcommand = (name: string, description: string) =>
    program.command(name).description(description).option('--profile <name>', 'profile of the AWS configuration files');

  const pushing = subcommand('push', 'Build app/, push it to the registry of an environment, and record its digest.')
    .argument('<environment>', 'name of the environment')
    .option('--repository <name>', 'repository to push to, if the environment has images in several')
    .addHelpText('after', PUSH)
    .action((name: string, _options: unknown, command: Command) =>
      run<PushOptions>(command, (context) => push(context, find(name))),
    );
  documentExitCodes(pushing, {
    2: 'could not be done: usage, configuration, credentials, git, the build or the registry',
  });

  const promoting = subcommand('promote', 'Record for one environment the digests that are recorded for another one.')
    .requiredOption('--from <environment>', 'environment whose images were tested')
    .requiredOption('--to <environment>', 'environment that gets them')
    .action((_options: unknown, command: Command) =>
      run<PromoteOptions>(command, (context) => promote(context, find(context.options.from), find(context.options.to))),
    );
  documentExitCodes(promoting, { 1: 'the registry of the environment does not have them: nothing was recorded' });

  const checking = subcommand('check', 'Find images that the registry of an environment does not have.')
    .argument('<environment>', 'name of the environment')
    .action((name: string, _options: unknown, command: Command) =>
      run<ProfileOptions>(command, (context) => check(context, find(name))),
    );
  documentExitCodes(checking, { 0: 'all are there', 1: 'findings' });

  return runCommandLine(program, args);
}

async function push({ options, output }: CommandContext<PushOptions>, environment: Environment): Promise<ExitCode> {
  const registry = await openRegistry(environment, options.profile);
  const { accountId: account, region } = registry.location;
  const pushed = await untilInterrupted(
    (signal) =>
      pushImage({
        ...{ environment, registry, signal, repository: options.repository },
        projectDirectory: PROJECT_DIRECTORY,
        processEnvironment: process.env,
        note: (line) => output.note(line),
      }).catch((error: unknown) => {
        throw signal.aborted
          ? new CommandFailure(`Interrupted: ${DIGESTS_FILE} was not changed.`, { exitCode: EXIT.interrupted })
          : error;
      }),
    { first: () => undefined, again: () => process.exit(EXIT.interrupted) },
  );
  const { repository, tag, digest, recorded } = pushed;
  output.done(
    { environment: environment.name, account, region, ...pushed },
    [
      `${repository}:${tag} is ${digest}.`,
      recorded
        ? `${DIGESTS_FILE} records it for ${environment.name}: commit it, and deploy.`
        : `${DIGESTS_FILE} recorded it for ${environment.name} before.`,
    ].join('\n'),
  );
  return EXIT.done;
}

async function promote(
  { options, output }: CommandContext<PromoteOptions>,
  from: Environment,
  to: Environment,
): Promise<ExitCode> {
  const images = promotableImages(from, to);
  const registry = await openRegistry(to, options.profile);
  const { accountId: account, region } = registry.location;
  const missing = await promoteImages(PROJECT_DIRECTORY, images, to, registry);
  const lines = images.map(({ repository, digest, previous }) =>
    previous === digest
      ? `${repository}: ${to.name} has ${digest} already.`
      : `${repository}: ${digest}, until now ${previous ?? 'by its tag'}.`,
  );
  const findings = missing.map(({ repository, digest }) => ({
    problem: `The registry of ${account} in ${region} does not have ${repository}@${digest}.`,
    remedy: `Copy the image there with its digest, for example by replication: ${REPLICATION}`,
  }));
  output.done(
    { from: from.name, to: to.name, account, region, images, findings },
    findings.length > 0
      ? [...findings.map(({ problem, remedy }) => `${problem}\n  → ${remedy}`), 'Nothing was recorded.'].join('\n')
      : [...lines, `${DIGESTS_FILE} records what ${to.name} deploys next: commit it, and open a pull request.`].join(
          '\n',
        ),
  );
  return findings.length === 0 ? EXIT.done : EXIT.findings;
}

async function check({ options, output }: CommandContext<ProfileOptions>, environment: Environment): Promise<ExitCode> {
  const registry = await openRegistry(environment, options.profile);
  const { accountId: account, region } = registry.location;
  const { findings, notChecked } = await findImageProblems(registry, environment);
  const text = [
    ...findings.map(
      ({ image, usedBy, problem, remedy }) =>
        `${output.paint('bold', image)} ${problem}; used by ${usedBy.join(', ')}.\n  → ${remedy}`,
    ),
    ...notChecked.map(({ image, reason }) => `${image} was not checked: ${reason}.`),
    findings.length === 0
      ? `No image of ${environment.name} is missing.`
      : `${findings.length} ${findings.length === 1 ? 'image' : 'images'} of ${environment.name} cannot be pulled.`,
  ];
  output.result({ environment: environment.name, account, region, findings, notChecked }, text.join('\n'));
  return findings.length === 0 ? EXIT.done : EXIT.findings;
}
