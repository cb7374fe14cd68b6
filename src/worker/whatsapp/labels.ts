import type { AccountQuestion, Label, LabelEditQuestion } from '../../contracts/index.js';

export type LabelWish = Omit<LabelEditQuestion, keyof AccountQuestion>;

/** The labels of the account, on all of its devices. */
export interface Labels {
  /**
   * Makes, changes or deletes a label, and reports it. Resolves when WhatsApp has it, with the label as it is now, or was. Throws
   * LABEL_NOT_FOUND, and what `Chats.change` throws.
   */
  edit(wish: LabelWish): Promise<Label>;
}
