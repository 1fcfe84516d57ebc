from django.core.exceptions import ValidationError
from django.test import SimpleTestCase

from partners.ror import ALPHABET, bare, check_digits, validate_ror_id

REAL = ["02v51f717", "03cve4549", "055f7t516", "022k4wk35", "00wk2mp56", "037b1pp87", "03rc6as71"]


class RorIdTests(SimpleTestCase):
    def test_real_ids_pass(self):
        for ror_id in REAL:
            with self.subTest(ror_id):
                validate_ror_id(ror_id)

    def test_message_names_wrong_digits_and_right_ones(self):
        with self.assertRaisesMessage(ValidationError, "are 89 and should be 81"):
            validate_ror_id("012dev089")

    def test_twins_of_check_digits_outside_their_range_are_refused(self):
        # 00, 01 and 99 leave the same remainder as 97, 98 and 02.
        body = next(f"0{a}{b}0000" for a in ALPHABET for b in ALPHABET if check_digits(f"0{a}{b}0000") == "98")
        validate_ror_id(f"{body}98")
        with self.assertRaises(ValidationError):
            validate_ror_id(f"{body}01")

    def test_every_single_typing_error_and_swap_of_neighbours_is_caught(self):
        for ror_id in REAL:
            wrong = [
                ror_id[:i] + other + ror_id[i + 1 :] for i in range(1, 7) for other in ALPHABET if other != ror_id[i]
            ]
            wrong += [ror_id[:i] + ror_id[i + 1] + ror_id[i] + ror_id[i + 2 :] for i in range(1, 6)]
            for candidate in wrong:
                if candidate != ror_id:
                    self.assertNotEqual(check_digits(candidate), ror_id[-2:], candidate)

    def test_letters_that_the_alphabet_lacks_and_other_forms_are_refused(self):
        for candidate in ("02v51f71", "12v51f717", "02v51i717", "02v51f7l7", "02v51f7177", "O2v51f717", "02v51f717\n"):
            with self.subTest(candidate), self.assertRaisesMessage(ValidationError, "nine characters"):
                validate_ror_id(candidate)

    def test_pasted_addresses_are_read(self):
        for text in ("https://ror.org/02v51f717", "ror.org/02V51F717/", " http://www.ror.org/02v51f717 ", "02v51f717"):
            self.assertEqual(bare(text), "02v51f717")
