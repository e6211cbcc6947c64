import { environments } from '../../environments';
import { synthesize } from '../support/synthesized-stack';

test.each(synthesize(environments).map((stack) => [stack.name, stack] as const))(
  '%s is what was reviewed last',
  (_name, { terraform }) => {
    expect(terraform).toMatchSnapshot();
  },
);
