import { DescribeImagesCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import type { ArnLocation } from '../../lib/aws/arns';
import { imageRegistry } from '../../lib/aws/regions';
import type { Environment } from '../../lib/environment/environment';
import { awsClients, clientConfiguration } from '../aws/aws-clients';
import { bounded } from '../aws/bounded-client';
import { AwsFailure, notAws, request } from '../aws/aws-failure';
import { connect } from '../stores/session';

/** The registry of the account and Region that an environment is in. */
export interface ImageRegistry {
  readonly ecr: ECRClient;
  readonly location: ArnLocation;
}

/** Connects to the registry of an environment. */
export async function openRegistry(environment: Environment, profile?: string): Promise<ImageRegistry> {
  const settings = { region: environment.region, profile };
  const { location } = await connect(environment, awsClients(settings));
  return { ecr: bounded(new ECRClient(clientConfiguration(settings))), location };
}

/** What a registry has under a tag or digest: the digest, or what is missing. */
export type FoundImage = { readonly digest: string } | { readonly missing: 'image' | 'repository' };

const MISSING: Readonly<Record<string, FoundImage>> = {
  ImageNotFoundException: { missing: 'image' },
  RepositoryNotFoundException: { missing: 'repository' },
};

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
export async function findImage(
  { ecr }: ImageRegistry,
  repositoryName: string,
  imageId: { readonly imageTag: string } | { readonly imageDigest: string },
): Promise<FoundImage> {
  const action = 'ecr:DescribeImages';
  try {
    const { imageDetails = [] } = await request(action, () =>
      ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [imageId] })),
    );
    const digest = imageDetails[0]?.imageDigest;
    if (digest === undefined) {
      throw notAws(action, 'no digest');
    }
    return { digest };
  } catch (error) {
    const found = error instanceof AwsFailure ? MISSING[error.code] : undefined;
    if (found === undefined) {
      throw error;
    }
    return found;
  }
}

export interface RegistryLogin {
  /** Host of the registry. */
  readonly host: string;
  readonly user: string;
  /** For twelve hours. It must be on no command line, which everybody on the machine can read. */
  readonly password: string;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export async function registryLogin({ ecr, location }: ImageRegistry): Promise<RegistryLogin> {
  const action = 'ecr:GetAuthorizationToken';
  const { authorizationData = [] } = await request(action, () => ecr.send(new GetAuthorizationTokenCommand({})));
  const token = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64').toString();
  const [, user, password] = /^([^:]+):(.+)$/s.exec(token) ?? [];
  if (user === undefined || password === undefined) {
    throw notAws(action, 'no token');
  }
  return { host: imageRegistry(location), user, password };
}
