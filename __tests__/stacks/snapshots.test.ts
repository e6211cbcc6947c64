import { environments } from '../../environments';
import { accounts } from '../../environments/accounts';
import { examples } from '../../examples';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { synthesize, synthesizeAccounts } from '../support/synthesized-stack';

const stacks = [
  ...synthesizeAccounts({ accounts, environments }).map((stack) => [stack.name, stack] as const),
  ...synthesize(environments).map((stack) => [stack.name, stack] as const),
  // For what the environments do not use: scheduled tasks, files, Secrets Manager, secrets that somebody else owns.
  ...synthesize({ dev: examples.everything }).map((stack) => ['the example everything', stack] as const),
];

test.each(stacks)('%s is what was reviewed last', (_name, { terraform }) => {
  expect(terraform).toMatchSnapshot();
});

/** The same configuration, with the keys of every object, and the entries of what is a set, written down in the opposite order. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => reversed(item));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item)]),
    );
  }
  return value;
}

function withReversedSets(config: EnvironmentConfig): EnvironmentConfig {
  const { network } = config;
  return {
    ...config,
    network: {
      ...(network.existingVpc === undefined
        ? {
            ...network,
            publicSubnets: network.publicSubnets.toReversed(),
            privateSubnets: network.privateSubnets?.toReversed(),
          }
        : network),
      ingress: network.ingress.toReversed(),
      egress: network.egress.toReversed(),
    },
    parameters: config.parameters?.toReversed(),
  };
}

const { network } = environments.dev;

/** More than one of what the environments have one of. */
const severalRules: EnvironmentConfig = {
  ...environments.dev,
  network: {
    ...network,
    ingress: [...network.ingress, { description: 'Admin', protocol: 'tcp', ports: 8080, cidrBlock: '10.0.0.0/8' }],
    egress: [...network.egress, { description: 'DNS', protocol: 'udp', ports: 53, cidrBlock: '0.0.0.0/0' }],
  },
};

describe.each(Object.entries({ ...environments, ...examples, severalRules }))('%s', (_name, config) => {
  const [original] = synthesize({ dev: config });

  test('is the same text when it is synthesized again', () => {
    expect(synthesize({ dev: { ...config } })[0]?.text).toBe(original?.text);
  });

  test('is the same text when everything is written down in another order', () => {
    expect(synthesize({ dev: withReversedSets(reversed(config)) })[0]?.text).toBe(original?.text);
  });
});
