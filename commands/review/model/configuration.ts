import { z } from 'zod';
import { isObject, type Attributes } from './attributes';

const blockSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

const configurationSchema = z.object({ resource: blockSchema.default({}), data: blockSchema.default({}) });

/** What says how Terraform treats a resource, and not what it is. */
const META = new Set(['//', 'lifecycle', 'depends_on', 'provider', 'provisioner', 'connection', 'count', 'for_each']);

/** The resources of a `cdk.tf.json`, by address. */
export function configuredResources(configuration: unknown): ReadonlyMap<string, Attributes> {
  return byAddress(configurationSchema.parse(configuration).resource, '');
}

/** What its data sources look up, by address. */
export function configuredData(configuration: unknown): ReadonlyMap<string, Attributes> {
  return byAddress(configurationSchema.parse(configuration).data, 'data.');
}

/** The addresses of the resources of which Terraform changes nothing, whatever the configuration says of them. */
export function leftAsTheyAre(configuration: unknown): ReadonlySet<string> {
  const { resource } = configurationSchema.parse(configuration);
  return new Set(
    Object.entries(resource).flatMap(([type, instances]) =>
      Object.entries(instances).flatMap(([name, { lifecycle }]) =>
        isObject(lifecycle) && lifecycle.ignore_changes === 'all' ? [`${type}.${name}`] : [],
      ),
    ),
  );
}

function byAddress(blocks: z.infer<typeof blockSchema>, prefix: string): ReadonlyMap<string, Attributes> {
  return new Map(
    Object.entries(blocks).flatMap(([type, instances]) =>
      Object.entries(instances).map(([name, attributes]) => [
        `${prefix}${type}.${name}`,
        Object.fromEntries(Object.entries(attributes).filter(([key]) => !META.has(key))),
      ]),
    ),
  );
}
