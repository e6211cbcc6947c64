import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { environments } from '../../environments';
import { examples } from '../../examples';
import { synthesize } from '../support/synthesized-stack';

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
      ...network,
      publicSubnets: network.publicSubnets.toReversed(),
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

test('does not depend on the directory or on the variables of the environment', () => {
  const [before] = synthesize({ dev: { ...environments.dev } });
  const directory = process.cwd();
  const region = process.env.AWS_REGION;
  process.chdir('/');
  process.env.AWS_REGION = 'eu-west-1';
  try {
    expect(synthesize({ dev: { ...environments.dev } })[0]?.text).toBe(before?.text);
  } finally {
    process.chdir(directory);
    if (region === undefined) {
      delete process.env.AWS_REGION;
    } else {
      process.env.AWS_REGION = region;
    }
  }
});
