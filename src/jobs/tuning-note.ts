/** Says that a score by which parameters were chosen is no estimate of what they score on other rows. */
export const tuningNote = 'The best score is a little too good: it was chosen for being the best.'
