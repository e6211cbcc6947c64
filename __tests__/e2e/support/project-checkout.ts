import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import type { AwsClients } from '../../../commands/aws/aws-clients';
import { startEmbeddedAws, type EmbeddedAws } from '../../../commands/embedded-aws/embedded-aws';
import { scrubbedEnvironment } from '../../../commands/processes/scrubbed-environment';
import { embeddedClients } from '../../../commands/rehearsal/terraform-override';
import { locateProvider } from '../../../commands/terraform/provider-mirror';
import { findTerraform } from '../../../commands/terraform/terraform-binary';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { withShapeExceptions } from '../../support/policy/shape-exceptions';
import { projectDirectory } from './embedded-environment';

/** What a command needs of the project. */
const FILES = [
  ...['cdktf.json', 'package.json', 'tsconfig.json', 'main.ts'],
  ...['app', 'commands', 'environments', 'examples', 'lib', 'stacks'],
];

const REGION = 'ap-northeast-1';

/** A program in the checkout: it can be waited for, and sent signals. */
export type CheckoutProcess = ResultPromise<{ reject: false; all: true }>;

/**
 * A checkout of this project in which somebody works whose account is an embedded AWS: the shell's variables lead there, and nothing
 * else. Nothing overrides what is synthesized.
 */
export interface ProjectCheckout {
  readonly directory: string;
  readonly aws: EmbeddedAws;
  readonly clients: AwsClients;
  /** All variables of its shell. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** Replaces the environments of the project. */
  configure(environments: Readonly<Record<string, EnvironmentConfig>>): Promise<void>;
  /** `cdktf('deploy', 'dev', '--auto-approve')` */
  cdktf(...args: readonly string[]): CheckoutProcess;
  /** `command('deploy', 'dev', '--yes')` is `npm run deploy -- dev --yes`. */
  command(name: string, ...args: readonly string[]): CheckoutProcess;
  stop(): Promise<void>;
}

export async function startProjectCheckout(
  environments: Readonly<Record<string, EnvironmentConfig>>,
): Promise<ProjectCheckout> {
  const directory = await mkdtemp(join(tmpdir(), 'project-checkout-'));
  for (const name of FILES) {
    await cp(join(projectDirectory, name), join(directory, name), {
      recursive: true,
      filter: (source) => !source.endsWith('node_modules'),
    });
  }
  await symlink(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));

  const terraform = await findTerraform(process.env);
  const { variables } = await locateProvider({
    ...{ projectDirectory, terraform, processEnvironment: process.env },
    configurationFile: join(directory, '.build', 'terraform.tfrc'),
  });
  const aws = await startEmbeddedAws({
    processEnvironment: process.env,
    logFile: join(directory, 'embedded-aws.log'),
  });
  const processEnvironment = {
    ...scrubbedEnvironment(process.env),
    ...variables,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_REGION: REGION,
    // Fails soon, where AWS does not have what is asked for.
    AWS_MAX_ATTEMPTS: '3',
    CHECKPOINT_DISABLE: '1',
    CI: '1',
    TERRAFORM_BINARY_NAME: terraform.name,
  };
  const start = (file: string, args: readonly string[]) =>
    execa(file, args, {
      cwd: directory,
      env: processEnvironment,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
    }) as CheckoutProcess;
  const configure = (configs: Readonly<Record<string, EnvironmentConfig>>) => {
    const excused = Object.entries(configs).map(([name, config]) => [name, withShapeExceptions(config)] as const);
    return writeFile(
      join(directory, 'environments', 'index.ts'),
      `export const environments = ${JSON.stringify(Object.fromEntries(excused))};
export const ENVIRONMENT_NAMES = Object.keys(environments);
`,
    );
  };
  await configure(environments);

  return {
    directory,
    aws,
    clients: embeddedClients(aws, REGION),
    processEnvironment,
    configure,
    cdktf: (...args) => start(join(directory, 'node_modules', '.bin', 'cdktf'), args),
    command: (name, ...args) => start(process.execPath, ['commands/run.mjs', `commands/${name}.ts`, ...args]),
    stop: async () => {
      await aws.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
