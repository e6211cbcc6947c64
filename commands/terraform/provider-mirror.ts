import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../cli/write-whole';
import { REGISTRY_HOSTS, type TerraformBinary } from './terraform-binary';

/** Where a machine image unpacks add-on software, one directory for each. */
const SOFTWARE_DIRECTORIES = ['/opt', '/usr/local/share', '/usr/share', '/srv'];

/** A provider of the registry, in one version. */
export interface Provider {
  /** For example `registry.terraform.io`. */
  readonly host: string;
  /** For example `hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
}

/** From where Terraform gets the provider. */
export type ProviderSource =
  /** As the operator's own CLI configuration file says. */
  | { readonly kind: 'configured'; readonly configurationFile: string }
  /** From an unpacked mirror on this machine. */
  | { readonly kind: 'mirror'; readonly directory: string }
  | { readonly kind: 'registry' };

const packageSchema = z.object({
  cdktf: z.object({ provider: z.object({ name: z.string(), version: z.string() }) }),
});

/** The AWS provider that the installed bindings were generated from, and that every stack demands. */
export function awsProvider(projectDirectory: string, host: string): Provider {
  const file = join(projectDirectory, 'node_modules', '@cdktf', 'provider-aws', 'package.json');
  const { provider } = packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).cdktf;
  return { host, address: provider.name.split('/').slice(-2).join('/'), version: provider.version };
}

export function findProviderSource(provider: Provider, processEnvironment: NodeJS.ProcessEnv): ProviderSource {
  const { TF_CLI_CONFIG_FILE: configurationFile } = processEnvironment;
  if (configurationFile !== undefined && isReadable(configurationFile)) {
    return { kind: 'configured', configurationFile: resolve(configurationFile) };
  }
  const directory = findMirror(provider, mirrorDirectories(processEnvironment), processEnvironment.TF_PLUGIN_CACHE_DIR);
  return directory === undefined ? { kind: 'registry' } : { kind: 'mirror', directory };
}

/**
 * The first directory that contains the provider unpacked, in this version and for this machine.
 *
 * Terraform's plugin cache looks the same but is not a mirror: `init` cannot install from it into itself.
 */
export function findMirror(
  { host, address, version }: Provider,
  directories: readonly string[],
  pluginCache?: string,
): string | undefined {
  return directories.find((directory) => {
    const unpacked = join(directory, host, address, version, platform());
    const isCache = pluginCache !== undefined && existsSync(pluginCache) && same(directory, pluginCache);
    return !isCache && list(unpacked).some((entry) => entry.startsWith('terraform-provider-'));
  });
}

/** The directories that Terraform itself looks at, and then those of add-on software. */
export function mirrorDirectories(
  { HOME = homedir(), XDG_DATA_HOME, XDG_DATA_DIRS }: NodeJS.ProcessEnv,
  softwareDirectories: readonly string[] = SOFTWARE_DIRECTORIES,
): string[] {
  const dataDirectories = [
    XDG_DATA_HOME ?? join(HOME, '.local', 'share'),
    ...(XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(delimiter),
  ];
  const macDirectories = [join(HOME, 'Library', 'Application Support'), '/Library/Application Support'];
  return [
    join(HOME, '.terraform.d', 'plugins'),
    ...dataDirectories.map((directory) => join(directory, 'terraform', 'plugins')),
    ...macDirectories.map((directory) => join(directory, 'io.terraform', 'plugins')),
    ...softwareDirectories.flatMap((directory) => list(directory).map((entry) => join(directory, entry))),
  ];
}

/** The part of a provider's path that names the machine it is for. */
export function platform(): string {
  const systems: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };
  const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', ia32: '386' };
  return `${systems[process.platform] ?? process.platform}_${architectures[process.arch] ?? process.arch}`;
}

/** What a CLI configuration file says so that Terraform takes the provider from a mirror, and all others from their registries. */
export function renderCliConfiguration({ host, address }: Provider, mirrorDirectory: string): string {
  const provider = JSON.stringify(`${host}/${address}`);
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirrorDirectory)}
    include = [${provider}]
  }
  direct {
    exclude = [${provider}]
  }
}
`;
}

export interface ProviderSettings {
  readonly projectDirectory: string;
  readonly terraform: TerraformBinary;
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** Where to write a CLI configuration file, if one is needed. */
  readonly configurationFile: string;
}

export interface LocatedProvider {
  readonly provider: Provider;
  readonly source: ProviderSource;
  /** As of `providerEnvironment`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The AWS provider, from where Terraform gets it on this machine, and what it is to be told for that. */
export async function locateProvider({
  projectDirectory,
  terraform,
  processEnvironment,
  configurationFile,
}: ProviderSettings): Promise<LocatedProvider> {
  const provider = awsProvider(projectDirectory, REGISTRY_HOSTS[terraform.product]);
  const source = findProviderSource(provider, processEnvironment);
  return { provider, source, variables: await providerEnvironment(provider, source, configurationFile) };
}

/**
 * The variables with which cdktf and Terraform find the provider. `undefined` is a variable to remove.
 *
 * @param file where to write a CLI configuration file, if one is needed
 */
export async function providerEnvironment(
  provider: Provider,
  source: ProviderSource,
  file: string,
): Promise<Record<string, string | undefined>> {
  switch (source.kind) {
    case 'configured':
      // It may name a mirror, and cdktf would run `terraform providers lock`, which always asks the registry.
      return { TF_CLI_CONFIG_FILE: source.configurationFile, CDKTF_SKIP_PROVIDER_LOCK: 'true' };
    case 'mirror':
      await mkdir(dirname(file), { recursive: true });
      // In one step: another Terraform may just be reading it.
      writeWhole(file, renderCliConfiguration(provider, source.directory));
      return {
        TF_CLI_CONFIG_FILE: file,
        CDKTF_SKIP_PROVIDER_LOCK: 'true',
        // cdktf has all projects of the machine share a cache of plugins. `init` takes the provider out of it and puts it back, and who
        // looks for it meanwhile fails. What is on the machine already needs no cache.
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
        TF_PLUGIN_CACHE_DIR: undefined,
      };
    case 'registry':
      // If it is set, it names a file that cannot be read, of which Terraform would warn at every call.
      return { TF_CLI_CONFIG_FILE: undefined };
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function same(one: string, other: string): boolean {
  return existsSync(one) && realpathSync(one) === realpathSync(other);
}
