import { z } from 'zod';
import type { Attributes } from './attributes';

const blockSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

const configurationSchema = z.object({ resource: blockSchema.default({}) });

/** What says how Terraform treats a resource, and not what it is. */
const META = new Set(['//', 'lifecycle', 'depends_on', 'provider', 'provisioner', 'connection', 'count', 'for_each']);

/** The resources of a `cdk.tf.json`, by address. */
export function configuredResources(configuration: unknown): ReadonlyMap<string, Attributes> {
  const { resource } = configurationSchema.parse(configuration);
  return new Map(
    Object.entries(resource).flatMap(([type, instances]) =>
      Object.entries(instances).map(([name, attributes]) => [
        `${type}.${name}`,
        Object.fromEntries(Object.entries(attributes).filter(([key]) => !META.has(key))),
      ]),
    ),
  );
}
