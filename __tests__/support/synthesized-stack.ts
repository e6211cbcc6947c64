import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { accounts } from '../../environments/accounts';
import type { Project } from '../../lib/delivery/project';
import { createApp, type AppSettings } from '../../stacks/create-app';
import { withoutStackTraces } from '../../stacks/without-stack-traces';
import { deployedValue, type DeployedResource, type Deployment } from './deployed-values';

const blockSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

const providerSchema = z.object({
  region: z.string(),
  allowed_account_ids: z.array(z.string()).optional(),
  default_tags: z.tuple([z.object({ tags: z.record(z.string(), z.string()) })]),
});

const stackSchema = z.object({
  resource: blockSchema,
  data: blockSchema.default({}),
  variable: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  provider: z.object({
    // The others reach other Regions, and have an alias.
    aws: z.tuple([providerSchema], providerSchema),
  }),
});

/** Those that are an expression are none: only a plan that fails has them. */
const tagsSchema = z
  .record(z.string(), z.string())
  .default({})
  .or(z.string().transform(() => ({})));

/** A stack as `cdktf synth` writes it, and as AWS will see it. */
export interface SynthesizedStack extends Deployment {
  readonly name: string;
  /** The text of `cdk.tf.json`, and what it says. */
  readonly text: string;
  readonly terraform: unknown;
  readonly variables: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly provider: Readonly<Record<string, unknown>>;
  /** Those of a type, or all. Data sources have types that begin with `data.`. */
  resources(type?: string): readonly DeployedResource[];
  /** Replaces Terraform's references by what they will be. Throws if it does not know one. */
  resolve(text: string): string;
}

type Configurations = Project['environments'];

const cache = new WeakMap<Configurations, readonly SynthesizedStack[]>();

/** Synthesizes environments as `main.ts` does, the same ones only once; or as `examples/main.ts` does, for the example that is named. */
export function synthesize(configurations: Configurations, example?: string): readonly SynthesizedStack[] {
  const known = cache.get(configurations);
  if (known !== undefined) {
    return known;
  }
  const settings = { example, accounts: accountsOf(configurations) };
  const result = synthesizeStacks(Object.keys(configurations), configurations, settings);
  cache.set(configurations, result);
  return result;
}

/** The accounts of the project, if any of the environments names one. */
export function accountsOf(environments: Configurations): Project['accounts'] {
  return Object.values(environments).some(({ account }) => account !== undefined) ? accounts : {};
}

/** Synthesizes the stacks of accounts with their environments. */
export function synthesizeAccounts({ accounts, environments }: Project): readonly SynthesizedStack[] {
  return synthesizeStacks(Object.keys(accounts), environments, { accounts });
}

/** Synthesizes the stacks of environments with their accounts. */
export function synthesizeEnvironments({ accounts, environments }: Project): readonly SynthesizedStack[] {
  return synthesizeStacks(Object.keys(environments), environments, { accounts });
}

function synthesizeStacks(
  ids: readonly string[],
  environments: Configurations,
  settings: AppSettings,
): SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesized-'));
  try {
    withoutStackTraces(() => createApp(environments, { outdir, ...settings }).synth());
    return ids.map((id) => parseStack(id, readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The resource of a type of which there is to be exactly one. */
export function onlyResource(stack: SynthesizedStack | undefined, type: string): DeployedResource {
  const [resource, ...others] = stack?.resources(type) ?? [];
  if (resource === undefined || others.length > 0) {
    throw new Error(`${stack?.name ?? 'nothing'} has ${resource === undefined ? 'no' : 'more than one'} ${type}`);
  }
  return resource;
}

function parseStack(name: string, text: string): SynthesizedStack {
  const terraform: unknown = JSON.parse(text);
  const { resource, data, provider, variable } = stackSchema.parse(terraform);
  const [{ region, allowed_account_ids: accounts = [], default_tags: defaults }] = provider.aws;
  const resources: DeployedResource[] = [];
  const stack: SynthesizedStack = {
    name,
    text,
    terraform,
    variables: variable,
    provider: provider.aws[0],
    region,
    partition: 'aws',
    accountId: accounts[0] ?? '123456789012',
    resources: (type) => resources.filter((candidate) => type === undefined || candidate.type === type),
    // A doubled sign is how Terraform writes the sign itself.
    resolve: (value) =>
      value.replace(/([$%])\1\{|\$\{([^{}]*)\}/g, (_match, sign: string | undefined, reference = '') =>
        sign === undefined ? lookUp(stack, resources, String(reference)) : `${sign}{`,
      ),
  };
  for (const [prefix, block] of [
    ['', resource],
    ['data.', data],
  ] as const) {
    for (const [type, instances] of Object.entries(block)) {
      for (const [id, attributes] of Object.entries(instances)) {
        const tags = prefix === '' ? defaults[0].tags : {};
        resources.push(deployedResource(stack, `${prefix}${type}`, id, attributes, tags));
      }
    }
  }
  return stack;
}

function deployedResource(
  stack: SynthesizedStack,
  type: string,
  id: string,
  attributes: Readonly<Record<string, unknown>>,
  defaultTags: Readonly<Record<string, string>>,
): DeployedResource {
  const address = `${type}.${id}`;
  const optionalText = (attribute: string) => {
    const value = z.string().optional().parse(attributes[attribute]);
    return value === undefined ? undefined : stack.resolve(value);
  };
  const deployed: DeployedResource = {
    type,
    address,
    attributes,
    tags: { ...defaultTags, ...tagsSchema.parse(attributes.tags) },
    get arn() {
      return deployedValue(stack, deployed, 'arn');
    },
    optionalText,
    text: (attribute) => {
      const value = optionalText(attribute);
      if (value === undefined) {
        throw new Error(`${address} has no ${attribute}`);
      }
      return value;
    },
    json: (attribute): unknown => JSON.parse(deployed.text(attribute)),
  };
  return deployed;
}

function lookUp(stack: SynthesizedStack, resources: readonly DeployedResource[], reference: string): string {
  const [, address, attribute] = /^((?:data\.)?\w+\.[\w-]+)\.(\w+)$/.exec(reference) ?? [];
  const target = resources.find((candidate) => candidate.address === address);
  if (target === undefined || attribute === undefined) {
    throw new Error(`\${${reference}} refers to nothing in ${stack.name}`);
  }
  return deployedValue(stack, target, attribute);
}
