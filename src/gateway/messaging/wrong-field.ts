export { wrongField } from '../../platform/problems/index.js';
