import { awsRegions, partitionOf, regionProblem } from '../aws/regions';
import { counting, matching, type Check } from '../validation/fields';
import { didYouMean } from '../validation/messages';

/** What is wrong with the id of an account. */
export const accountIdProblem: Check<string> = (id) => {
  const check = matching(/^\d{12}$/, 'must be the 12 digits of an AWS account id');
  return (/^\d+$/.test(id) ? counting(check) : check)(id);
};

/** What is wrong with the name of a Region. */
export const regionNameProblem: Check<string> = (region) => {
  const problem = regionProblem(region);
  return problem && `${problem}${partitionOf(region) === undefined ? didYouMean(region, awsRegions()) : ''}`;
};
