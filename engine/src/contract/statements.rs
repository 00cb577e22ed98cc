//! The list of the statements, from which the tests of a storage are made.

/// Makes a test of each statement of the contract. `$fixture` is an expression of a future that returns a new, empty
/// [`Fixture`](crate::contract::Fixture).
#[macro_export]
macro_rules! storage_contract {
    ($fixture:expr) => {
        $crate::storage_contract! { @presentation $fixture;
            a_usual_refresh_is_made_once_however_many_ask
            a_usual_refresh_that_comes_again_gets_the_current_token_and_one_that_is_reuse_is_none
            a_usual_refresh_for_fewer_scopes_leaves_the_family_its_own
            however_many_present_at_once_a_generation_has_one_successor
            of_many_that_come_too_late_one_ends_the_family
            a_token_that_was_current_within_the_window_gets_the_current_one
            what_is_shorter_than_a_tenth_of_the_idle_lifetime_is_not_written
            a_token_that_does_not_rotate_may_be_used_by_many_at_once
            reuse_ends_the_family_for_good_and_is_written_down
            a_family_that_is_gone_changes_no_more_and_writes_nothing
            a_token_that_is_newer_than_the_database_leaves_its_family_as_it_was_restored
            until_first_use_the_previous_token_comes_back_at_any_time
        }
        $crate::storage_contract! { @families $fixture;
            no_move_crosses_a_revocation
            a_family_is_revoked_once
            that_a_token_was_used_is_noted_for_the_current_one_alone
            no_family_is_reached_through_another_workspace
            a_family_keeps_what_it_is_bound_to
            a_refresh_of_another_key_or_certificate_is_no_usual_one
            a_refresh_with_authorization_details_is_no_usual_one
            a_family_that_is_not_used_ends_by_itself
        }
        $crate::storage_contract! { @codes $fixture;
            a_code_is_redeemed_once
            a_code_without_a_family_carries_its_access_token
            a_code_is_found_with_what_its_exchange_rests_on
            a_code_ends_with_the_consent_that_it_was_made_under
            many_codes_are_redeemed_at_once_each_for_its_own
            no_code_is_reached_through_another_workspace
            however_many_log_in_at_once_the_cap_holds
            a_cap_ends_the_oldest_or_the_least_recently_used
        }
        $crate::storage_contract! { @pushed_requests $fixture;
            a_pushed_request_is_found_as_it_was_pushed_until_it_is_used
            a_pushed_request_that_expired_is_not_opened
            however_many_answer_a_pushed_request_one_uses_it_up
            the_pushed_requests_of_a_client_that_wait_are_bounded
            a_pushed_request_of_few_finds_room_beside_those_of_many
            the_pushed_requests_of_a_client_that_were_opened_are_bounded
            no_pushed_request_is_reached_through_another_workspace
        }
        $crate::storage_contract! { @devices $fixture;
            a_device_request_is_found_by_each_of_its_codes_in_its_workspace_alone
            a_device_that_asks_too_often_waits_longer_from_then_on
            however_often_a_device_asks_it_waits_half_a_minute_at_most
            of_all_who_decide_at_once_about_a_device_one_does
            a_device_that_was_told_that_its_code_has_expired_is_over_for_its_user
            nothing_is_decided_about_a_device_by_what_was_changed
            so_many_devices_of_a_client_wait_and_no_two_show_one_code
            a_device_of_few_finds_room_beside_those_of_many
        }
        $crate::storage_contract! { @sessions $fixture;
            a_login_session_is_found_until_it_is_ended
            a_new_session_ends_the_one_that_it_takes_the_place_of
            the_end_of_a_session_ends_the_families_that_end_with_it
            no_family_begins_in_a_session_that_was_ended
            the_end_of_all_other_sessions_leaves_one
            of_two_sessions_that_begin_with_one_code_one_does
        }
        $crate::storage_contract! { @session_clients $fixture;
            whatever_ends_a_session_has_its_clients_told
            a_client_that_is_told_of_users_goes_on_with_one_who_signs_in_anew
            the_clients_of_a_user_who_is_deleted_are_told
            a_client_has_one_part_in_a_session_however_often_it_is_authorized_there
            no_client_takes_part_in_a_session_without_being_told_of_its_end
        }
        $crate::storage_contract! { @passkeys $fixture;
            of_two_sessions_that_begin_with_one_challenge_one_does
            a_passkey_is_not_found_elsewhere_nor_after_its_user
        }
        $crate::storage_contract! { @passwords $fixture;
            the_hash_of_a_password_is_renewed_where_it_is_the_one_that_was_checked
        }
        $crate::storage_contract! { @consents $fixture;
            a_consent_takes_the_place_of_the_earlier_one
            sessions_and_consents_are_listed_for_their_user_alone
            the_end_of_an_access_ends_all_that_the_client_has_and_nothing_else
            the_end_of_an_access_that_is_none_writes_nothing
            no_exchange_crosses_the_end_of_an_access
        }
        $crate::storage_contract! { @client_documents $fixture;
            a_client_with_a_document_is_stored_once
            however_many_come_at_once_so_many_clients_have_documents
            what_nobody_uses_gives_way_and_no_user_has_all
            what_a_document_says_is_kept_in_the_version_that_was_read
            a_document_of_another_sector_ends_what_sign_ins_have_still_to_bring
        }
        $crate::storage_contract! { @basis $fixture;
            nothing_is_written_by_what_was_changed
            no_session_begins_by_a_password_that_was_changed
            no_code_outlives_the_password_that_its_session_began_with
            no_exchange_crosses_a_change
            no_refresh_crosses_a_change
            no_usual_refresh_crosses_a_change
        }
        $crate::storage_contract! { @deletion $fixture;
            a_deleted_user_is_not_there_and_their_families_are_known_to_have_ended
            no_sign_in_or_consent_outlives_its_user
            no_exchange_outlives_its_user
            no_refresh_outlives_its_user
            no_usual_refresh_outlives_its_user
        }
        $crate::storage_contract! { @access_tokens $fixture;
            a_denied_access_token_stays_denied
            an_access_token_stands_as_what_it_came_from_does
            a_proof_is_used_once
        }
        $crate::storage_contract! { @token_exchanges $fixture;
            an_exchange_is_recorded_while_all_that_it_rests_on_stands
            an_exchange_that_rests_on_what_was_changed_or_ended_is_not_recorded
            an_exchange_rests_on_the_versions_and_the_counts_of_ends_that_were_read
            no_exchange_crosses_the_end_of_what_it_rests_on
        }
        $crate::storage_contract! { @assertions $fixture;
            a_session_that_began_with_an_assertion_is_one_of_the_users
            the_end_of_what_a_client_has_ends_what_it_got_for_an_assertion
            nobody_signs_in_by_an_assertion_that_was_judged_by_what_was_changed
            no_sign_in_by_an_assertion_crosses_a_change
            a_linked_subject_is_its_user_until_it_is_unlinked_or_the_user_is_gone
        }
        $crate::storage_contract! { @directory $fixture;
            the_configuration_is_read_as_it_was_written
            no_configuration_is_reached_through_another_workspace
        }
        $crate::storage_contract! { @subject_keys $fixture;
            a_workspace_keeps_the_first_subject_key_however_many_are_made_at_once
        }
        $crate::storage_contract! { @events $fixture;
            events_and_audit_lines_are_read_as_they_were_written
            many_issues_are_recorded_at_once_each_by_its_own_basis
        }
    };
    (@$module:ident $fixture:expr; $($statement:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $statement() {
            let fixture = std::sync::Arc::new($fixture.await.unwrap());
            $crate::contract::$module::$statement(fixture).await.unwrap();
        }
    )*};
}
