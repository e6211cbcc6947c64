import { App } from 'cdktf';
import { environments } from './environments';
import { ConfigurationError } from './lib/environment/validate-environments';
import { createStacks } from './stacks/create-stacks';

try {
  const app = new App({ stackTraces: false });
  createStacks(app, environments);
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
