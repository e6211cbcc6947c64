import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../lib/environment/names';
import type { EnvironmentSecrets } from '../lib/secrets/environment-secrets';

export interface EnvironmentOutputsProps {
  readonly environment: Environment;
  readonly clusterName: string;
  readonly services: readonly { readonly workload: { readonly name: string }; readonly serviceName: string; readonly logGroupName: string }[];
  readonly secrets: EnvironmentSecrets;
}

/** What `cdktf deploy` prints when it is done: where things are, and what to do next. */
export class EnvironmentOutputs extends Construct {
  constructor(scope: Construct, id: string, { environment, clusterName, services, secrets }: EnvironmentOutputsProps) {
    super(scope, id);
    const { name, region } = environment;

    this.output('cluster_name', clusterName);
    this.output('service_names', services.map(({ serviceName }) => serviceName));
    this.output('log_group_names', services.map(({ logGroupName }) => logGroupName));
    this.output('secret_names', secrets.managedNames);
    this.output('next_steps', [
      `Which secrets still have no value: npm run secrets -- check ${name}`,
      `Set one: npm run secrets -- set ${name} NAME`,
      ...services.map(({ logGroupName }) => `Follow the log: aws logs tail ${logGroupName} --follow --region ${region}`),
    ]);
  }

  private output(name: string, value: string | readonly string[]): void {
    new TerraformOutput(this, name, { value }).overrideLogicalId(name);
  }
}
