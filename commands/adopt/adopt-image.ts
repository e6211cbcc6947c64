import type { ArnLocation } from '../../lib/aws/arns';
import { isOwnImage, parseImage, imageProblem } from '../../lib/tasks/image';

/**
 * An image as a declaration names it. Without a registry it is there in the account's own one, and in a task definition in Docker Hub.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function adoptImage(image: string, own: ArnLocation): string {
  if (imageProblem(image) !== undefined) {
    return image;
  }
  const reference = parseImage(image);
  if (reference.registry === undefined) {
    return `docker.io/${image.includes('/') ? '' : 'library/'}${image}`;
  }
  return isOwnImage(reference, own) ? image.slice(`${reference.registry}/`.length) : image;
}
