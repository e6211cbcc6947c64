import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { environmentConfig } from '../__tests__/support/environment-config';
import { startCountingProxy, type CountingProxy } from '../__tests__/support/secrets/counting-proxy';
import { rolesOfAws } from '../__tests__/support/secrets/roles-of-aws';
import { deploySecrets } from '../__tests__/support/secrets/seed';
import { EXIT, type ExitCode } from '../commands/cli/command-failure';
import {
  createProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../commands/cli/command-line';
import type { Output } from '../commands/cli/output';
import { startEmbeddedAws } from '../commands/embedded-aws/embedded-aws';
import { runSecrets } from '../commands/secrets/program';
import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { parameter, secretsManager, type SecretSource } from '../lib/secrets/secret-source';

/** Secrets of an environment, spread over services of which each has as many as the policy of a role has room for. */
const COUNT = 200;
const SERVICES = 4;

const names = Array.from({ length: COUNT }, (_, index) => `secret-${String(index).padStart(3, '0')}`);

function configuration(declare: (name: string) => SecretSource, encryptionKey: EnvironmentConfig['encryptionKey']) {
  const services = Array.from({ length: SERVICES }, (_, service) => {
    const own = names.filter((_name, index) => index % SERVICES === service);
    const secrets = Object.fromEntries(own.map((name) => [name.replace('-', '_').toUpperCase(), declare(name)]));
    const web = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1, secrets };
    return [`web${service}`, web] as const;
  });
  return environmentConfig({ application: 'shop', encryptionKey, services: Object.fromEntries(services) });
}

const OWN_KEY = { rotationPeriodDays: 365, deletionWindowDays: 7 };

const environments = {
  parameters: configuration((name) => parameter(name), OWN_KEY),
  secrets: configuration((name) => secretsManager(name), OWN_KEY),
};

/** What AWS needs for it at least: who calls, the key, and each batch as large as the API takes it. */
const LEAST = {
  parameters: { described: 2 + COUNT / 50, read: COUNT / 10, injected: SERVICES * (1 + COUNT / SERVICES / 10) },
  secrets: { described: 2 + COUNT / 100, read: COUNT / 20, injected: SERVICES * (1 + COUNT / SERVICES) },
};

/** IAM is asked about the reads of a role at once, but about each encryption context by itself. */
const SIMULATED = SERVICES + COUNT;

interface Measured {
  readonly calls: number;
  readonly seconds: number;
  readonly operations: string;
}

async function measure(proxy: CountingProxy, args: readonly string[]): Promise<Measured> {
  proxy.takeCounts();
  const started = performance.now();
  await silently(() => runSecrets(environments, args));
  const seconds = (performance.now() - started) / 1000;
  const counts = Object.entries(proxy.takeCounts());
  return {
    calls: counts.reduce((sum, [, count]) => sum + count, 0),
    seconds,
    operations: counts.map(([operation, count]) => `${operation} ${count}`).join(', '),
  };
}

async function silently(work: () => Promise<void>): Promise<void> {
  const { stdout, stderr } = process;
  const writers = [stdout, stderr].map((stream) => ({ stream, write: stream.write.bind(stream) }));
  writers.forEach(({ stream }) => (stream.write = () => true));
  try {
    await work();
  } finally {
    writers.forEach(({ stream, write }) => (stream.write = write));
  }
}

const EXPLANATION = `
It runs against the embedded AWS, with ${COUNT} parameters and ${COUNT} secrets in ${SERVICES} services each. "Least possible" is what the APIs allow.`;

/** How many requests the commands make for many secrets. */
function runBenchmark(args: readonly string[]): Promise<void> {
  const program = createProgram('npm run bench:secrets --')
    .description('Count the requests that the commands for secrets make. Takes less than a minute.')
    .addHelpText('after', EXPLANATION)
    .action((_options: unknown, command: Command) => run(command, benchmark));
  documentExitCodes(program, { 0: 'counted', 2: 'could not be counted: usage, or moto is missing' });
  return runCommandLine(program, args);
}

async function benchmark({ output }: CommandContext): Promise<ExitCode> {
  const directory = mkdtempSync(join(tmpdir(), 'secrets-calls-'));
  const aws = await startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, 'aws.log') });
  const proxy = await startCountingProxy(aws.endpoint);
  const likeAws = await startCountingProxy(aws.endpoint, rolesOfAws);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: proxy.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
  });
  try {
    const file = join(directory, 'values.env');
    writeFileSync(file, names.map((name) => `${name}=value\n`).join(''));
    const steps: Step[] = [];
    for (const name of ['parameters', 'secrets'] as const) {
      output.note(`${COUNT} ${name} …`);
      await deploySecrets({ ...environments[name], name });
      const { described, read, injected } = LEAST[name];
      const commands: [title: string, args: string[], least: number][] = [
        ['list, nothing set yet', ['list', name], described + read],
        ['import of all', ['import', name, file, '--yes'], described + read + COUNT],
        ['list', ['list', name], described],
        ['check', ['check', name], described],
        ['check --deep', ['check', name, '--deep'], described + injected],
      ];
      for (const [title, args, least] of commands) {
        steps.push({ name, title, least, ...(await measure(proxy, args)) });
      }
      process.env.AWS_ENDPOINT_URL = likeAws.endpoint;
      const deep = await measure(likeAws, ['check', name, '--deep']);
      const title = 'check --deep, roles that trust only ECS';
      steps.push({ name, title, least: described + injected + SIMULATED, ...deep });
      process.env.AWS_ENDPOINT_URL = proxy.endpoint;
    }
    output.result(steps, render(output, steps));
  } finally {
    proxy.stop();
    likeAws.stop();
    await aws.stop();
    rmSync(directory, { recursive: true });
  }
  return EXIT.done;
}

interface Step extends Measured {
  readonly name: string;
  readonly title: string;
  /** Calls that AWS needs for it at least. */
  readonly least: number;
}

function render(output: Output, steps: readonly Step[]): string {
  const rows = steps.map(({ name, title, calls, least, seconds, operations }) => [
    ...[`${COUNT} ${name}`, title, `${calls}`, `${least}`, seconds.toFixed(1), operations],
  ]);
  return [
    output.table(['', 'command', 'calls', 'least possible', 'seconds', 'of which'], rows),
    '',
    'moto answers 10 parameters a page where AWS answers up to 50.',
    'A list of secrets may be minutes old: what it shows as not set yet is requested again by name.',
  ].join('\n');
}

void runBenchmark(process.argv.slice(2));
