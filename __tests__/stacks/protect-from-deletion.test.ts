import { z } from 'zod';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { policyProblems } from '../../lib/delivery/project-policies';
import { environmentConfig } from '../support/environment-config';
import { maximalEnvironment } from '../support/maximal-environment';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const GUARD = 'terraform_data.kept-unless-in-releases';

const blocks = z.object({ moved: z.array(z.object({ from: z.string(), to: z.string() })).optional() });

function synthesized(config: EnvironmentConfig) {
  const [stack] = synthesize({ dev: config });
  const guard = stack?.resources('terraform_data').find(({ address }) => address === GUARD);
  const instances = /^\$\{toset\((.*)\)\}$/.exec(z.string().default('').parse(guard?.attributes.for_each))?.[1];
  return {
    addresses: stack?.resources().map(({ address }) => address) ?? [],
    /** What Terraform refuses to destroy as long as it is declared. */
    protectedAddresses: (stack?.resources() ?? [])
      .filter(({ address, attributes: { lifecycle } }) => {
        const { prevent_destroy: isProtected = false } = (lifecycle ?? {}) as { readonly prevent_destroy?: boolean };
        return isProtected && address !== GUARD;
      })
      .map(({ address }) => address),
    leftAsItIs: (stack?.resources() ?? [])
      .filter(
        ({ attributes: { lifecycle } }) =>
          (lifecycle as { readonly ignore_changes?: unknown } | undefined)?.ignore_changes === 'all',
      )
      .map(({ address }) => address),
    guard,
    names: instances === undefined ? undefined : z.array(z.string()).parse(JSON.parse(instances)),
    ...blocks.parse(stack?.terraform),
  };
}

const everything = synthesized({
  ...maximalEnvironment({ rotationPeriodDays: 90, deletionWindowDays: 7 }),
  deletionProtection: true,
});
/** Shares no declaration with it. */
const small = environmentConfig({ deletionProtection: true, services: {} });

describe('what deletionProtection keeps', () => {
  it('is held by an instance of a resource that refuses to be destroyed, by the name of what is declared', () => {
    expect(everything.guard?.attributes.lifecycle).toEqual({ prevent_destroy: true });
    expect(everything.names).toEqual(
      expect.arrayContaining(['secret db', 'log group api', 'key', 'exec log', 'flow logs', 'access logs']),
    );
  });

  // The addresses are where ids of constructs say, so that what is retained is there, too.
  it('is each resource that Terraform refuses to destroy while it is declared, at the address that it has', () => {
    const retained = synthesized({ ...small, retains: everything.names });
    expect(retained.protectedAddresses.sort()).toEqual(everything.protectedAddresses.sort());
    expect(everything.addresses).toEqual(expect.arrayContaining([...retained.leftAsItIs]));
    expect(retained.names).toEqual(everything.names);
    expect(everything.protectedAddresses.length).toBe(everything.names?.length);
  });

  it('is nothing without it', () => {
    const { guard, protectedAddresses } = synthesized({ ...small, deletionProtection: false });
    expect([guard, protectedAddresses]).toEqual([undefined, []]);
  });
});

describe('what is declared no longer', () => {
  it('is not held where the environment releases it', () => {
    const { moved, names } = synthesized({ ...small, releases: ['parameter a/b'] });
    expect(moved).toEqual([{ from: `${GUARD}["parameter a/b"]`, to: 'terraform_data.released["parameter a/b"]' }]);
    expect(names).not.toContain('parameter a/b');
  });

  it.each([true, false])('stays as it is where the environment retains it, with deletionProtection %s', (protect) => {
    const { leftAsItIs, names, moved } = synthesized({
      ...small,
      deletionProtection: protect,
      retains: ['secret db', 'parameter a/b', 'log group web', 'key', 'access logs'],
    });
    expect(leftAsItIs.map((address) => address.replace(/\..*/, '')).sort()).toEqual([
      ...['aws_cloudwatch_log_group', 'aws_kms_key', 'aws_s3_bucket', 'aws_s3_bucket_lifecycle_configuration'],
      ...['aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block'],
      ...['aws_s3_bucket_server_side_encryption_configuration', 'aws_secretsmanager_secret'],
      ...['aws_secretsmanager_secret_version', 'aws_ssm_parameter'],
    ]);
    expect([names?.includes('secret db'), moved]).toEqual([protect ? true : undefined, undefined]);
  });

  // What Terraform ignores, it follows only where it would create the resource.
  it('is not created if it never was there', () => {
    const [stack] = synthesize({ dev: { ...small, retains: ['log group web'] } });
    const { tags, lifecycle } = onlyResource(stack, 'aws_cloudwatch_log_group').attributes;
    expect([tags, lifecycle]).toEqual([
      { 'not-in-the-state': 'true' },
      expect.objectContaining({
        postcondition: [
          {
            condition: '${!can(self.tags["not-in-the-state"])}',
            error_message: expect.stringContaining(
              '`retains` names log group web, which this state does not',
            ) as string,
          },
        ],
      }),
    ]);
  });

  it('breaks no policy rule by what Terraform ignores of it', () => {
    const environments = { dev: { ...small, retains: everything.names } };
    const [stack] = synthesize(environments);
    const before = problems({ dev: small });
    expect(stack && problems(environments)).toEqual(before);
  });
});

function problems(environments: Readonly<Record<string, EnvironmentConfig>>): readonly string[] {
  const [stack] = synthesize(environments);
  return policyProblems({ environments, accounts: {} }, () => stack?.terraform);
}
