import { ServiceDiscoveryHttpNamespace } from '@cdktf/provider-aws/lib/service-discovery-http-namespace';
import { Construct } from 'constructs';

export interface ServiceConnectNamespaceProps {
  /** Name of the namespace, up to 1,024 characters. */
  readonly name: string;
}

/**
 * Where the services of an environment find each other by name. ECS writes what is in it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
 */
export class ServiceConnectNamespace extends Construct {
  /** ARN of the namespace. */
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name }: ServiceConnectNamespaceProps) {
    super(scope, id);

    const namespace = new ServiceDiscoveryHttpNamespace(this, 'namespace', {
      name,
      // Without Service Connect again, services leave it before it is deleted: AWS refuses to delete one that is in use.
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = namespace.arn;
  }
}
