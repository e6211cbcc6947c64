import { ECRClient } from '@aws-sdk/client-ecr';
import { imageRegistry } from '../../../lib/aws/regions';
import type { ImageRegistry } from '../../../commands/images/image-registry';
import { startFakeService, type FakeService } from '../operations/fake-service';

export const LOCATION = { partition: 'aws', accountId: '123456789012', region: 'ap-northeast-1' };

export const HOST = imageRegistry(LOCATION);

/** Not a password: no more than what a test looks for where it must not be. */
export const CANARY = 'canary-password-of-the-registry';

export interface FakeRegistry extends ImageRegistry {
  readonly service: FakeService;
  /** Digests by `repository:tag`. A repository is there if something is in it. */
  readonly images: Map<string, string>;
}

/** ECR as far as images are pushed and looked for: the embedded AWS takes no layers. */
export async function startFakeRegistry(): Promise<FakeRegistry> {
  const images = new Map<string, string>();
  const service = await startFakeService({
    GetAuthorizationToken: () => ({
      authorizationData: [{ authorizationToken: Buffer.from(`AWS:${CANARY}`).toString('base64') }],
    }),
    DescribeImages: ({ repositoryName, imageIds }) => {
      const [{ imageTag, imageDigest } = {}] = imageIds as { imageTag?: string; imageDigest?: string }[];
      const inRepository = [...images].filter(([name]) => name.startsWith(`${String(repositoryName)}:`));
      const found = inRepository.find(
        ([name, digest]) => name === `${String(repositoryName)}:${imageTag ?? ''}` || digest === imageDigest,
      );
      return inRepository.length === 0
        ? { __type: 'RepositoryNotFoundException' }
        : found === undefined
          ? { __type: 'ImageNotFoundException' }
          : { imageDetails: [{ imageDigest: found[1] }] };
    },
  });
  return { service, images, ecr: ecrAt(service.endpoint), location: LOCATION };
}

/** A client of ECR, or of what takes its place. */
export function ecrAt(endpoint: string): ECRClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new ECRClient({ region: LOCATION.region, endpoint, credentials, maxAttempts: 1 });
}
