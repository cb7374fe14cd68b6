/** How many colors WhatsApp's clients show, numbered from 0. */
export const LABEL_COLORS = 20;

/** A label of WhatsApp Business. */
export interface Label {
  /** Of the account, given by the device that made it: mostly a small number. */
  labelId: string;
  name: string;
  color: number;
}

/** A device of the account has made, changed or deleted a label. */
export interface LabelEditedFact extends Label {
  deleted: boolean;
  /** False for what has always been so, and is only told now: it makes no event. */
  isNews: boolean;
}

/** A chat, or a message of it, gets a label, or loses it. */
export interface Labelling {
  labelId: string;
  labelled: boolean;
}
