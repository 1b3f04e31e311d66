/** A value of a field the playbook defines. */
export type FieldValue = string | number | boolean | string[];
