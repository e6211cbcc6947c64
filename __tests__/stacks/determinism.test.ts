import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { environments } from '../../environments';
import { examples } from '../../examples';
import { runSynth } from '../support/synth-program';
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

describe('what main.ts writes', () => {
  const { files } = runSynth("import './main'");

  // Each run also has another directory. The CLI sets some of these, and cdktf obeys what the operator has set.
  test.each<NodeJS.ProcessEnv>([
    { SYNTH_HCL_OUTPUT: 'true' },
    { CDKTF_CONTEXT_JSON: 'no JSON' },
    {
      AWS_PROFILE: 'production',
      AWS_REGION: 'eu-west-1',
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true',
      CDKTF_TARGET_STACK_ID: 'dev',
      LANG: 'tr_TR.UTF-8',
      TERRAFORM_BINARY_NAME: 'tofu',
      TF_VAR_parameter_MY_PARAM_1: 'canary',
      TZ: 'Pacific/Apia',
    },
  ])('does not depend on %j', (variables) => {
    expect(runSynth("import './main'", variables).files).toEqual(files);
  });

  test('goes to the directory that the CLI gives', () => {
    const elsewhere = Object.entries(files).map(([path, text]) => [path.replace('cdktf.out', 'elsewhere'), text]);
    expect(runSynth("import './main'", { CDKTF_OUTDIR: 'elsewhere' }).files).toEqual(Object.fromEntries(elsewhere));
  });
});
