import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  awsProvider,
  findMirror,
  findProviderSource,
  mirrorDirectories,
  platform,
  providerEnvironment,
} from '../../../commands/terraform/provider-mirror';

const provider = { host: 'registry.terraform.io', address: 'hashicorp/aws', version: '5.100.0' };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mirror-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Unpacks a provider into a mirror of this name. */
function unpack(
  mirror: string,
  { version = provider.version, machine = platform(), host = provider.host } = {},
): string {
  const directory = join(root, mirror);
  const unpacked = join(directory, host, provider.address, version, machine);
  mkdirSync(unpacked, { recursive: true });
  writeFileSync(join(unpacked, `terraform-provider-aws_v${version}_x5`), '');
  return directory;
}

test('the provider is the one of the installed bindings', () => {
  const { address, version } = awsProvider(resolve('.'), provider.host);
  expect(address).toBe('hashicorp/aws');
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

describe('a mirror', () => {
  test('is the first directory that contains the provider', () => {
    const [one, other] = [unpack('one'), unpack('other')];
    expect(findMirror(provider, [join(root, 'missing'), one, other])).toBe(one);
  });

  test.each([
    ['another version', { version: '5.99.0' }],
    ['another machine', { machine: 'plan9_amd64' }],
    ['another registry', { host: 'registry.opentofu.org' }],
  ])('does not count with %s', (_what, difference) => {
    expect(findMirror(provider, [unpack('different', difference)])).toBeUndefined();
  });

  test('does not count if nothing was unpacked there', () => {
    const directory = join(root, 'empty');
    mkdirSync(join(directory, provider.host, provider.address, provider.version, platform()), { recursive: true });
    expect(findMirror(provider, [directory])).toBeUndefined();
  });

  test('is not Terraform’s plugin cache', () => {
    const [cache, mirror] = [unpack('cache'), unpack('mirror')];
    expect(findMirror(provider, [cache, mirror], cache)).toBe(mirror);
  });

  test('is looked for one level below the directories of add-on software', () => {
    const mirror = unpack('add-on');
    expect(mirrorDirectories({ HOME: '/nowhere' }, [root])).toContain(mirror);
    expect(findMirror(provider, mirrorDirectories({ HOME: '/nowhere' }, [root]))).toBe(mirror);
  });

  test('is looked for where Terraform itself looks, first', () => {
    const directories = mirrorDirectories({ HOME: '/home/me', XDG_DATA_DIRS: '/data' }, [root]);
    expect(directories.slice(0, 3)).toEqual([
      '/home/me/.terraform.d/plugins',
      '/home/me/.local/share/terraform/plugins',
      '/data/terraform/plugins',
    ]);
  });
});

describe('the source of the provider', () => {
  const inHome = (environment: NodeJS.ProcessEnv = {}) =>
    findProviderSource({ ...provider, version: '0.0.1' }, { HOME: root, ...environment });

  test('is a readable CLI configuration file, as it is, before any mirror', () => {
    unpack('.terraform.d/plugins', { version: '0.0.1' });
    const file = join(root, 'terraformrc');
    writeFileSync(file, '');
    expect(inHome({ TF_CLI_CONFIG_FILE: file })).toEqual({ kind: 'configured', configurationFile: file });
  });

  test('is a mirror where that file cannot be read', () => {
    const directory = unpack('.terraform.d/plugins', { version: '0.0.1' });
    expect(inHome({ TF_CLI_CONFIG_FILE: join(root, 'missing') })).toEqual({ kind: 'mirror', directory });
  });

  test('is the registry otherwise', () => {
    expect(inHome()).toEqual({ kind: 'registry' });
  });
});

describe('the environment', () => {
  test('names a file that takes the provider from the mirror and all others from their registries', async () => {
    const file = join(root, 'new', 'terraform.tfrc');
    const environment = await providerEnvironment(provider, { kind: 'mirror', directory: '/opt/mirror' }, file);
    expect(environment).toEqual({
      TF_CLI_CONFIG_FILE: file,
      CDKTF_SKIP_PROVIDER_LOCK: 'true',
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
      TF_PLUGIN_CACHE_DIR: undefined,
    });
    expect(readFileSync(file, 'utf8')).toBe(`provider_installation {
  filesystem_mirror {
    path    = "/opt/mirror"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
  });

  test('names the operator’s own file, and writes none', async () => {
    const file = join(root, 'terraform.tfrc');
    const configurationFile = join(root, 'own');
    expect(await providerEnvironment(provider, { kind: 'configured', configurationFile }, file)).toEqual({
      TF_CLI_CONFIG_FILE: configurationFile,
      CDKTF_SKIP_PROVIDER_LOCK: 'true',
    });
    expect(existsSync(file)).toBe(false);
  });

  test('names no file for the registry', async () => {
    expect(await providerEnvironment(provider, { kind: 'registry' }, join(root, 'terraform.tfrc'))).toEqual({
      TF_CLI_CONFIG_FILE: undefined,
    });
  });
});
