import { partitionOf } from '../environment/aws-regions';
import type { ArnLocation } from './arns';

/**
 * What a service is called in one Region, where it acts on behalf of somebody: `ssm.ap-northeast-1.amazonaws.com`. In China it ends
 * with another domain.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html
 */
export function regionalServiceName({ region }: Pick<ArnLocation, 'region'>, service: string): string {
  // By the Region and not by the partition, which in a stack is a token.
  const domain = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${service}.${region}.${domain}`;
}
