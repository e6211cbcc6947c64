import { environments } from '../../environments';
import { examples } from '../../examples';
import { synthesize } from '../support/synthesized-stack';

const stacks = [
  ...synthesize(environments).map((stack) => [stack.name, stack] as const),
  // For what the environments do not use: scheduled tasks, files, Secrets Manager, secrets that somebody else owns.
  ...synthesize({ dev: examples.everything }).map((stack) => ['the example everything', stack] as const),
];

test.each(stacks)('%s is what was reviewed last', (_name, { terraform }) => {
  expect(terraform).toMatchSnapshot();
});
